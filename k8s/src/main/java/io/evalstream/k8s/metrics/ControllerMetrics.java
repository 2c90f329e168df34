package io.evalstream.k8s.metrics;

import io.evalstream.k8s.http.Answer;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.IntSupplier;

/** Counts what this process does; a restart begins at zero, as counters do. */
public final class ControllerMetrics {

    private final PrometheusRegistry registry = new PrometheusRegistry();

    private final Counter deliveries =
            Counter.builder()
                    .name("evalstream_webhook_deliveries_total")
                    .help("Requests to the webhook, by what became of them.")
                    .labelNames("reason")
                    .register(registry);

    private final Histogram webhookSeconds =
            Histogram.builder()
                    .name("evalstream_webhook_seconds")
                    .help("From the header of a request to its answer.")
                    .classicOnly()
                    .classicUpperBounds(0.001, 0.005, 0.02, 0.1, 0.5, 1, 5, 10)
                    .register(registry);

    private final Counter releases =
            Counter.builder()
                    .name("evalstream_releases_total")
                    .help("Pushes that were looked at, by who told of them and what came of it.")
                    .labelNames("source", "outcome")
                    .register(registry);

    private final Counter polls =
            Counter.builder()
                    .name("evalstream_polls_total")
                    .help("Images whose tags were listed, by what came of it.")
                    .labelNames("outcome")
                    .register(registry);

    private final Gauge polledAt =
            Gauge.builder()
                    .name("evalstream_poll_last_seconds")
                    .help("When the last poll of all images ended, in seconds since 1970.")
                    .register(registry);

    private final Gauge leader =
            Gauge.builder()
                    .name("evalstream_leader")
                    .help("1 in the replica that polls and reconciles, else 0.")
                    .register(registry);

    /** One request to the webhook. */
    public void delivered(String reason, double seconds) {
        deliveries.labelValues(reason).inc();
        webhookSeconds.observe(seconds);
    }

    /**
     * What came of a push.
     *
     * @param source webhook, poller or command
     * @param outcome created, exists, unknown, refused or failed
     */
    public void released(String source, String outcome) {
        releases.labelValues(source, outcome).inc();
    }

    public void polled(String outcome) {
        polls.labelValues(outcome).inc();
    }

    public void polledAll(Instant at) {
        polledAt.set(at.getEpochSecond());
    }

    public void leads(boolean isLeading) {
        leader.set(isLeading ? 1 : 0);
    }

    /** Shows how many pushes wait to be looked at. */
    public void watchWaiting(IntSupplier waiting) {
        GaugeWithCallback.builder()
                .name("evalstream_releases_waiting")
                .help("Pushes that were told of and not looked at yet.")
                .callback(value -> value.call(waiting.getAsInt()))
                .register(registry);
    }

    /** Adds metrics that are computed when they are asked for. */
    public void register(MultiCollector collector) {
        registry.register(collector);
    }

    /** All metrics in the text format of Prometheus. */
    public Answer scrape() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("memory is writable", e);
        }
        return new Answer(
                200, PrometheusTextFormatWriter.CONTENT_TYPE, Map.of(), text.toByteArray());
    }
}
