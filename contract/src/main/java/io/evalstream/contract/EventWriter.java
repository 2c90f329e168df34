package io.evalstream.contract;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes events as the JSON that the readers take: compact, without absent fields, in a fixed
 * order.
 *
 * <p>An event that a reader has returned comes back equal. Not thread-safe: one instance per
 * thread. Both methods throw {@link IllegalArgumentException} where JSON has no form for the value:
 * an infinite number, or a text with half a surrogate pair.
 */
public final class EventWriter {
    private final JsonOutput out = new JsonOutput();

    /** The record for {@code eval.samples}; {@code ts} becomes milliseconds since the epoch. */
    public byte[] write(SampleEvent event) {
        out.begin();
        out.number("schema_version", FieldValues.SCHEMA_VERSION);
        out.text("event_id", event.eventId().toString());
        out.text("run_id", event.runId());
        out.text("model", event.model());
        out.text("model_tag", event.modelTag());
        out.text("image_digest", event.imageDigest());
        out.number("ts", event.tsMillis());
        out.text("harness", event.harness());
        out.text("harness_version", event.harnessVersion());
        out.text("suite", event.suite());
        out.text("task", event.task());
        out.text("task_version", event.taskVersion());
        out.text("metric", event.metric());
        out.text("filter", event.filter());
        out.text("dataset_digest", event.datasetDigest());
        out.text("item_key", event.itemKey());
        out.numberUnless(-1, "dispatch_index", event.dispatchIndex());
        out.numberUnless(0, "repeat", event.repeat());
        out.numberUnless(0, "shard", event.shard());
        out.numberUnless(0, "attempt", event.attempt());
        if (event.outcome() != Outcome.SCORED) {
            out.text("outcome", event.outcome().name());
        }
        out.number("value", event.value());
        if (event.higherIsBetter() != null) {
            out.flag("higher_is_better", event.higherIsBetter());
        }
        out.text("slice", event.slice());
        out.text("cluster", event.cluster());
        out.text("prompt_hash", event.promptHash());
        out.text("generation_hash", event.generationHash());
        out.text("chat_template_hash", event.chatTemplateHash());
        out.text("judge_model", event.judgeModel());
        out.text("engine", event.engine());
        out.number("latency_ms", event.latencyMs());
        out.number("ttft_ms", event.ttftMs());
        out.number("input_tokens", event.inputTokens());
        out.number("output_tokens", event.outputTokens());
        out.number("cost_usd", event.costUsd());
        out.text("input", event.input());
        out.text("output", event.output());
        out.text("expected", event.expected());
        out.text("reason", event.reason());
        return out.end();
    }

    /** The record for {@code eval.runs}; {@code ts} becomes milliseconds since the epoch. */
    public byte[] write(RunEvent event) {
        out.begin();
        out.number("schema_version", FieldValues.SCHEMA_VERSION);
        out.text("type", event.type().name());
        out.text("run_id", event.runId());
        out.text("model", event.model());
        out.text("model_tag", event.modelTag());
        out.text("image_digest", event.imageDigest());
        out.number("ts", event.tsMillis());
        writeSeries("expected", event.expected());
        out.numberUnless(-1, "shard", event.shard());
        out.numberUnless(-1, "shards", event.shards());
        writeSeries("sent", event.sent());
        out.numberUnless(-1, "dispatch_seed", event.dispatchSeed());
        if (!event.labels().isEmpty()) {
            out.beginObject("labels");
            for (Map.Entry<String, String> label : new TreeMap<>(event.labels()).entrySet()) {
                out.textOrEmpty(label.getKey(), label.getValue());
            }
            out.endObject();
        }
        return out.end();
    }

    private void writeSeries(String name, List<SeriesCount> series) {
        if (series.isEmpty()) {
            return;
        }
        out.beginArray(name);
        for (SeriesCount count : series) {
            out.beginElement();
            out.text("task", count.task());
            out.text("metric", count.metric());
            out.text("filter", count.filter());
            out.text("slice", count.slice());
            out.number("samples", count.samples());
            out.endObject();
        }
        out.endArray();
    }
}
