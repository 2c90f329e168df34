package io.evalstream.jobs.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.udfs.verdict.MetricCatalogue;
import io.evalstream.udfs.verdict.MetricDefinition;
import io.evalstream.udfs.verdict.NamePattern;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Judgements as the audit log keeps them: the verdict, what it rests on besides the events, and the
 * policy and catalogue it was made with, so that a log can be judged again by itself.
 */
final class JudgementJson {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private JudgementJson() {}

    static byte[] write(Judgement judgement, ModelPolicy policy, MetricCatalogue catalogue) {
        ObjectNode root = MAPPER.createObjectNode();
        root.set("verdict", VerdictJson.whole(judgement.verdict()));
        ObjectNode inputs = root.putObject("inputs");
        inputs.put("ended", judgement.ended().name());
        ArrayNode certain = inputs.putArray("certain");
        judgement.certain().forEach(series -> key(certain.addObject(), series));
        ArrayNode incidents = inputs.putArray("incidents");
        for (Judgement.OpenIncident incident : judgement.incidents()) {
            ObjectNode node = incidents.addObject();
            key(node, incident.series());
            node.put("run_id", incident.runId());
            node.put("model_tag", incident.modelTag());
        }
        policy(root.putObject("policy"), policy);
        ArrayNode metrics = MAPPER.createArrayNode();
        catalogue.definitions().forEach(metric -> metric(metrics.addObject(), metric));
        ObjectNode used = root.putObject("catalogue");
        used.put("sha256", sha256(bytes(metrics)));
        used.set("metrics", metrics);
        return bytes(root);
    }

    private static void key(ObjectNode node, SeriesKey series) {
        node.put("task", series.task());
        node.put("metric", series.metric());
        node.put("filter", series.filter());
        node.put("slice", series.slice());
    }

    /** As options, by which it is read again; without what only says who hears of it. */
    private static void policy(ObjectNode node, ModelPolicy policy) {
        put(node, QualityOptions.THRESHOLD, policy.threshold());
        put(node, QualityOptions.ALPHA, policy.alpha());
        put(node, QualityOptions.SLICE_ALPHA, policy.sliceAlpha());
        put(node, QualityOptions.MINIMUM_SAMPLES, policy.minimumSamples());
        put(node, QualityOptions.MINIMUM_SHARE, policy.minimumShare());
        put(node, QualityOptions.SLICES_DECIDE, policy.slicesDecide());
        put(node, QualityOptions.BASELINE_RUNS, policy.baselineRuns());
        put(node, QualityOptions.BASELINE_COMPARABILITY, policy.comparability().name());
        put(node, QualityOptions.BASELINE_ANCHOR, policy.anchorRun());
        put(node, QualityOptions.RUN_CANCEL_CERTAIN, policy.cancelsCertain());
        put(
                node,
                QualityOptions.RUN_DEADLINE,
                Duration.ofMillis(policy.deadlineMillis()).toMillis() + "ms");
    }

    private static void put(ObjectNode node, ConfigOption<?> option, Object value) {
        node.put(option.key(), String.valueOf(value));
    }

    private static void metric(ObjectNode node, MetricDefinition metric) {
        node.put("name", metric.metric().text());
        node.put("task", metric.task().text());
        node.put("higher_is_better", metric.higherIsBetter());
        number(node, "lowest", metric.lowest());
        number(node, "highest", metric.highest());
        node.put("tier", metric.tier());
        node.put("practical_minimum", metric.practicalMinimum());
        number(node, "floor", metric.floor());
        node.put("unreadable", metric.unreadable().name());
    }

    private static void number(ObjectNode node, String field, double value) {
        if (Double.isFinite(value)) {
            node.put(field, value);
        } else {
            node.putNull(field);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain nodes can always be written", e);
        }
    }

    /**
     * What is read again of a judgement.
     *
     * @param verdict as it was written
     */
    record Logged(
            JsonNode verdict,
            RunVerdict.State ended,
            List<SeriesKey> certain,
            List<Judgement.OpenIncident> incidents,
            ModelPolicy policy,
            MetricCatalogue catalogue) {}

    /**
     * @throws IOException when it is no judgement
     */
    static Logged read(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        JsonNode inputs = root.path("inputs");
        try {
            List<SeriesKey> certain = new ArrayList<>();
            inputs.path("certain").forEach(node -> certain.add(key(node)));
            List<Judgement.OpenIncident> incidents = new ArrayList<>();
            for (JsonNode node : inputs.path("incidents")) {
                incidents.add(
                        new Judgement.OpenIncident(
                                key(node),
                                node.path("run_id").asText(),
                                node.path("model_tag").asText()));
            }
            Configuration options = new Configuration();
            for (Map.Entry<String, JsonNode> option : root.path("policy").properties()) {
                options.setString(option.getKey(), option.getValue().asText());
            }
            List<MetricDefinition> metrics = new ArrayList<>();
            root.path("catalogue").path("metrics").forEach(node -> metrics.add(metric(node)));
            return new Logged(
                    root.path("verdict"),
                    RunVerdict.State.valueOf(inputs.path("ended").asText()),
                    certain,
                    incidents,
                    ModelPolicy.of(options),
                    new MetricCatalogue(metrics));
        } catch (IllegalArgumentException e) {
            throw new IOException("the verdict cannot be read: " + e.getMessage(), e);
        }
    }

    static SeriesKey key(JsonNode node) {
        return new SeriesKey(
                node.path("task").asText(),
                node.path("metric").asText(),
                node.path("filter").asText(),
                node.path("slice").asText());
    }

    private static MetricDefinition metric(JsonNode node) {
        return new MetricDefinition(
                new NamePattern(node.path("name").asText()),
                new NamePattern(node.path("task").asText()),
                node.path("higher_is_better").asBoolean(),
                node.path("lowest").asDouble(Double.NEGATIVE_INFINITY),
                node.path("highest").asDouble(Double.POSITIVE_INFINITY),
                node.path("tier").asInt(),
                node.path("practical_minimum").asDouble(),
                node.path("floor").asDouble(Double.NaN),
                MetricDefinition.Unreadable.valueOf(node.path("unreadable").asText()));
    }
}
