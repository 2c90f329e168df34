package io.evalstream.bench.streaming;

import io.evalstream.contract.SampleEvent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Inserts whole samples in large blocks of the Native format, the quickest there is: all columns
 * the quality job writes.
 */
final class SampleInserts {
    /** As many rows as an index of two bytes can tell apart. */
    static final int BLOCK_ROWS = 1 << 16;

    private final ClickHouseHttp clickhouse;
    private final NativeBytes block = new NativeBytes();
    private final List<NativeColumn> columns = new ArrayList<>();
    private int rows;

    private final NativeBytes eventId = plain("event_id", "FixedString(16)");
    private final NativeBytes runId = plain("run_id", "String");
    private final NativeColumn.Dictionary[] tags =
            dictionaries(
                    "model",
                    "model_tag",
                    "image_digest",
                    "harness",
                    "harness_version",
                    "suite",
                    "task",
                    "task_version",
                    "metric",
                    "filter",
                    "dataset_digest",
                    "outcome",
                    "slice",
                    "prompt_hash",
                    "generation_hash",
                    "chat_template_hash",
                    "judge_model",
                    "engine");
    private final NativeBytes time = plain("ts", "DateTime64(3, 'UTC')");
    private final NativeBytes itemKey = plain("item_key", "String");
    private final NativeBytes dispatchIndex = plain("dispatch_index", "Int32");
    private final NativeBytes repeat = plain("repeat", "UInt32");
    private final NativeBytes shard = plain("shard", "UInt32");
    private final NativeBytes attempt = plain("attempt", "UInt32");
    private final NativeBytes value = plain("value", "Float64");
    private final NativeBytes cluster = plain("cluster", "String");
    private final NativeBytes latency = plain("latency_ms", "Float64");
    private final NativeBytes firstToken = plain("ttft_ms", "Float64");
    private final NativeBytes inputTokens = plain("input_tokens", "Float64");
    private final NativeBytes outputTokens = plain("output_tokens", "Float64");
    private final NativeBytes cost = plain("cost_usd", "Float64");
    private final NativeBytes input = plain("input", "String");
    private final NativeBytes output = plain("output", "String");
    private final NativeBytes expected = plain("expected", "String");
    private final NativeBytes reason = plain("reason", "String");
    private final NativeBytes version = plain("version", "UInt64");

    SampleInserts(ClickHouseHttp clickhouse) {
        this.clickhouse = clickhouse;
    }

    private NativeBytes plain(String name, String type) {
        NativeColumn.Plain column = new NativeColumn.Plain(name, type);
        columns.add(column);
        return column.values();
    }

    private NativeColumn.Dictionary[] dictionaries(String... names) {
        NativeColumn.Dictionary[] made = new NativeColumn.Dictionary[names.length];
        for (int i = 0; i < names.length; i++) {
            made[i] = new NativeColumn.Dictionary(names[i]);
            columns.add(made[i]);
        }
        return made;
    }

    private String statement() {
        StringJoiner names = new StringJoiner(", ", "INSERT INTO samples (", ") FORMAT Native");
        for (NativeColumn column : columns) {
            names.add(column.name());
        }
        return names.toString();
    }

    /** Adds a row; a full block is inserted. */
    void add(SampleEvent event) throws IOException {
        eventId.putInt64(Long.reverseBytes(event.eventId().high()));
        eventId.putInt64(Long.reverseBytes(event.eventId().low()));
        runId.putString(event.runId());
        String[] texts = {
            event.model(),
            event.modelTag(),
            event.imageDigest(),
            event.harness(),
            event.harnessVersion(),
            event.suite(),
            event.task(),
            event.taskVersion(),
            event.metric(),
            event.filter(),
            event.datasetDigest(),
            event.outcome().name(),
            event.slice(),
            event.promptHash(),
            event.generationHash(),
            event.chatTemplateHash(),
            event.judgeModel(),
            event.engine()
        };
        for (int i = 0; i < texts.length; i++) {
            tags[i].add(texts[i]);
        }
        time.putInt64(event.tsMillis());
        itemKey.putString(event.itemKey());
        dispatchIndex.putInt32(event.dispatchIndex());
        repeat.putInt32(event.repeat());
        shard.putInt32(event.shard());
        attempt.putInt32(event.attempt());
        value.putInt64(Double.doubleToRawLongBits(event.value()));
        cluster.putString(event.cluster());
        latency.putInt64(Double.doubleToRawLongBits(event.latencyMs()));
        firstToken.putInt64(Double.doubleToRawLongBits(event.ttftMs()));
        inputTokens.putInt64(Double.doubleToRawLongBits(event.inputTokens()));
        outputTokens.putInt64(Double.doubleToRawLongBits(event.outputTokens()));
        cost.putInt64(Double.doubleToRawLongBits(event.costUsd()));
        input.putString(event.input());
        output.putString(event.output());
        expected.putString(event.expected());
        reason.putString(event.reason());
        version.putInt64(event.tsMillis());
        rows++;
        if (rows == BLOCK_ROWS) {
            flush();
        }
    }

    /** Inserts what is left and returns when it is stored. */
    void flush() throws IOException {
        if (rows == 0) {
            return;
        }
        block.clear();
        block.putLength(columns.size());
        block.putLength(rows);
        for (NativeColumn column : columns) {
            column.drainTo(block);
        }
        rows = 0;
        clickhouse.insert(statement(), block.array(), block.size());
    }
}
