package io.evalstream.bench.streaming;

import io.evalstream.bench.streaming.SampleStream.Series;
import io.evalstream.contract.EventWriter;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SeriesCount;
import io.evalstream.jobs.kafka.Topics;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Puts a stream on the topics before anybody reads it, as the runners would. */
final class TopicLoader {

    private TopicLoader() {}

    /** Settings of the producer that {@code ship} uses. */
    static Map<String, Object> producerSettings(String bootstrap) {
        return Map.of(
                "bootstrap.servers",
                bootstrap,
                "acks",
                "all",
                "linger.ms",
                "5",
                "batch.size",
                "131072",
                "compression.type",
                "lz4");
    }

    /**
     * Sends all events, and announces every run with what it consists of.
     *
     * @param runsEnd whether to announce the ends, too
     * @return what was sent
     * @throws IOException when the broker does not take an event
     */
    static Ledger load(SampleStream stream, String bootstrap, boolean runsEnd) throws IOException {
        Ledger ledger = new Ledger();
        AtomicReference<Exception> fault = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        producerSettings(bootstrap),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            stream.forEach(
                    (sample, copy) -> {
                        ledger.sample(sample, copy);
                        send(producer, Topics.SAMPLES, sample.key(), sample.json(), fault);
                    });
            EventWriter writer = new EventWriter();
            for (RunEvent event : controls(ledger, runsEnd)) {
                byte[] key = event.runId().getBytes(StandardCharsets.UTF_8);
                send(producer, Topics.RUNS, key, writer.write(event), fault);
            }
            producer.flush();
        }
        if (fault.get() != null) {
            throw new IOException("Kafka did not take an event: " + fault.get().getMessage());
        }
        return ledger;
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer,
            String topic,
            byte[] key,
            byte[] value,
            AtomicReference<Exception> fault) {
        producer.send(
                new ProducerRecord<>(topic, key, value),
                (metadata, failure) -> {
                    if (failure != null) {
                        fault.compareAndSet(null, failure);
                    }
                });
    }

    /** Begin and end of each run, oldest first; a run is judged when all it has sent is there. */
    private static List<RunEvent> controls(Ledger ledger, boolean runsEnd) {
        Map<String, List<Map.Entry<Series, Long>>> runs = new LinkedHashMap<>();
        for (Map.Entry<Series, Long> size : ledger.sizes().entrySet()) {
            runs.computeIfAbsent(size.getKey().runId(), run -> new ArrayList<>()).add(size);
        }
        List<RunEvent> events = new ArrayList<>();
        for (List<Map.Entry<Series, Long>> run : runs.values()) {
            List<SeriesCount> counts = new ArrayList<>();
            for (Map.Entry<Series, Long> size : run) {
                Series series = size.getKey();
                counts.add(
                        new SeriesCount(series.task(), series.metric(), "", "", size.getValue()));
            }
            Series series = run.get(0).getKey();
            events.add(control(RunEvent.Type.RUN_STARTED, series, counts, List.of()));
            if (runsEnd) {
                events.add(control(RunEvent.Type.RUN_FINISHED, series, counts, counts));
            }
        }
        return events;
    }

    private static RunEvent control(
            RunEvent.Type type, Series series, List<SeriesCount> expected, List<SeriesCount> sent) {
        return new RunEvent(
                type,
                series.runId(),
                series.model(),
                series.modelTag(),
                "",
                SampleStream.START_MILLIS,
                expected,
                -1,
                -1,
                sent,
                -1,
                Map.of());
    }
}
