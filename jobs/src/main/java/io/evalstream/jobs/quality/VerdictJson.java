package io.evalstream.jobs.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.udfs.verdict.PairedComparison;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes verdicts and dead letters as JSON, as they leave the job. */
public final class VerdictJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** In bytes; each takes up to six in JSON, and a broker takes a megabyte. */
    static final int MAX_PAYLOAD = 128 << 10;

    /** In bytes; a broker takes a megabyte with key and headers. */
    static final int MAX_RECORD = 900_000;

    private static final int MAX_ITEMS = 100_000;
    private static final int MAX_SERIES = 4_096;

    private VerdictJson() {}

    /**
     * A verdict on {@code eval.verdicts}: the run and each of its series. Says nothing of now. Of
     * very many changed items it names as many as a broker takes; their number is always there.
     */
    public static byte[] verdict(RunVerdict run) {
        return fitting(limit -> verdict(run, limit));
    }

    private interface Rendering {
        byte[] render(Limit limit);
    }

    /**
     * How much of a verdict is written.
     *
     * @param items changed items of one series
     * @param series series, whole tasks first
     */
    private record Limit(int items, int series) {}

    private static byte[] fitting(Rendering rendering) {
        Limit limit = new Limit(MAX_ITEMS, Integer.MAX_VALUE);
        byte[] bytes = rendering.render(limit);
        while (bytes.length > MAX_RECORD) {
            limit =
                    limit.items() > 0
                            ? new Limit(limit.items() / 4, Integer.MAX_VALUE)
                            : new Limit(0, Math.min(limit.series(), MAX_SERIES) / 2);
            bytes = rendering.render(limit);
        }
        return bytes;
    }

    /** A verdict with everything it names, however much that is. */
    static ObjectNode whole(RunVerdict run) {
        return tree(run, new Limit(Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    private static byte[] verdict(RunVerdict run, Limit limit) {
        return bytes(tree(run, limit));
    }

    private static ObjectNode tree(RunVerdict run, Limit limit) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schema_version", 1);
        root.put("run_id", run.runId());
        root.put("model", run.model());
        root.put("model_tag", run.modelTag());
        root.put("image_digest", run.imageDigest());
        strings(root.putArray("baseline_runs"), run.baselineRuns());
        root.put("verdict", run.decision().name());
        root.put("why", run.why());
        root.put("state", run.state().name());
        root.put("first_ts", run.firstTsMillis());
        root.put("last_ts", run.lastTsMillis());
        root.put("samples", run.samples());
        root.put("missing", run.missing());
        recovered(root, run);
        metrics(root, run.series(), limit);
        return root;
    }

    private static void recovered(ObjectNode root, RunVerdict run) {
        ArrayNode recovered = root.putArray("recovered");
        for (Recovery recovery : run.recovered()) {
            ObjectNode node = recovered.addObject();
            key(node, recovery.series());
            node.put("dropped_in", recovery.modelTag());
        }
    }

    private static void key(ObjectNode node, SeriesKey series) {
        node.put("task", series.task());
        node.put("metric", series.metric());
        node.put("filter", series.filter());
        node.put("slice", series.slice());
    }

    private static void metrics(ObjectNode root, List<SeriesResult> results, Limit limit) {
        int count = Math.min(results.size(), limit.series());
        ArrayNode metrics = root.putArray("metrics");
        for (SeriesResult result : results.subList(0, count)) {
            series(metrics.addObject(), result, limit.items());
        }
        if (count < results.size()) {
            root.put("metrics_cut_from", results.size());
        }
    }

    private static void series(ObjectNode node, SeriesResult result, int items) {
        key(node, result.series());
        node.put("verdict", result.verdict().name());
        node.put("why", result.why());
        node.put("tier", result.tier());
        node.put("higher_is_better", result.higherIsBetter());
        node.put("n", result.n());
        node.put("missing", result.missing());
        node.put("failed", result.tally().failed());
        node.put("unreadable", result.tally().unreadable());
        number(node, "value", result.value());
        number(node, "standard_error", result.standardError());
        number(node, "baseline", result.baseline());
        number(node, "relative_drop", result.relativeDrop());
        strings(node.putArray("baseline_runs"), result.baselineRuns());
        if (!result.anchor().runs().isEmpty()) {
            ObjectNode anchor = node.putObject("anchor");
            anchor.put("run_id", result.anchor().runs().get(0));
            number(anchor, "value", result.anchor().value());
            number(anchor, "relative_drop", result.anchor().relativeDrop());
        }
        PairedComparison paired = result.paired();
        node.put("paired", paired.paired());
        ArrayNode interval = node.putArray("ci95");
        if (Double.isFinite(paired.lower()) && Double.isFinite(paired.upper())) {
            interval.add(paired.lower()).add(paired.upper());
        }
        number(node, "p_value", paired.p());
        number(node, "log_e", paired.maximumLogE());
        node.put("confirmed", result.confirmed());
        if (result.decidedAtSamples() > 0) {
            node.put("decided_at_samples", result.decidedAtSamples());
        } else {
            node.putNull("decided_at_samples");
        }
        node.put("newly_failing_count", result.newlyFailing().size());
        node.put("newly_passing_count", result.newlyPassing().size());
        strings(node.putArray("newly_failing"), first(result.newlyFailing(), items));
        strings(node.putArray("newly_passing"), first(result.newlyPassing(), items));
    }

    private static List<String> first(List<String> items, int most) {
        return items.subList(0, Math.min(items.size(), most));
    }

    /** An alert on {@code eval.alerts}: what is told, and the key that makes it one. */
    static byte[] alert(Alert alert) {
        return fitting(limit -> alert(alert, limit));
    }

    private static byte[] alert(Alert alert, Limit limit) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schema_version", 1);
        root.put("alert_key", alert.key());
        root.put("notice", alert.run().notice().name());
        root.put("run_id", alert.run().runId());
        root.put("model", alert.run().model());
        root.put("model_tag", alert.run().modelTag());
        root.put("verdict", alert.run().decision().name());
        root.put("why", alert.run().why());
        recovered(root, alert.run());
        List<SeriesResult> told = new ArrayList<>(alert.breaches());
        told.addAll(alert.smallerDrops());
        metrics(root, told, limit);
        return bytes(root);
    }

    /**
     * A dead letter on {@code eval.deadletter}; bytes that are not UTF-8 go as base64. Of a long
     * record it has the beginning: as JSON the whole might be larger than a broker takes.
     */
    static byte[] deadLetter(DeadLetter letter) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schema_version", 1);
        root.put("reason", letter.reason().name());
        root.put("field", letter.field());
        root.put("message", letter.message());
        root.put("topic", letter.topic());
        root.put("partition", letter.partition());
        root.put("offset", letter.offset());
        byte[] payload = letter.payload();
        if (payload.length > MAX_PAYLOAD) {
            root.put("payload_cut_from", payload.length);
            payload = Arrays.copyOf(payload, MAX_PAYLOAD);
        }
        String text = new String(payload, StandardCharsets.UTF_8);
        if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), payload)) {
            root.put("payload", text);
        } else {
            root.put("payload_base64", payload);
        }
        return bytes(root);
    }

    private static void number(ObjectNode node, String field, double value) {
        if (Double.isFinite(value)) {
            node.put(field, value);
        } else {
            node.putNull(field);
        }
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    private static byte[] bytes(ObjectNode root) {
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain nodes can always be written", e);
        }
    }
}
