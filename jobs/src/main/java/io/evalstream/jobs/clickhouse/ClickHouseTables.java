package io.evalstream.jobs.clickhouse;

import io.evalstream.contract.SampleEvent;
import io.evalstream.jobs.quality.Alert;
import io.evalstream.jobs.quality.DeadLetter;
import io.evalstream.jobs.quality.RollingMean;
import io.evalstream.jobs.quality.RunVerdict;
import io.evalstream.jobs.quality.SeriesKey;
import io.evalstream.jobs.quality.SeriesResult;
import io.evalstream.udfs.verdict.PairedComparison;

import java.util.List;

/** The tables the jobs write: names, columns and how rows become values. */
public final class ClickHouseTables {

    /** Longest text stored of an input, output, expectation or reason, in characters. */
    private static final int TEXT_LIMIT = 4000;

    /** What fits beside a time in 64 bits; nobody tries half a million times. */
    private static final int MAX_ATTEMPT = (1 << 19) - 1;

    public static final ClickHouseTable<SampleEvent> SAMPLES =
            new ClickHouseTable<>(
                    "samples",
                    List.of(
                            "event_id",
                            "run_id",
                            "model",
                            "model_tag",
                            "image_digest",
                            "ts",
                            "harness",
                            "harness_version",
                            "suite",
                            "task",
                            "task_version",
                            "metric",
                            "filter",
                            "dataset_digest",
                            "item_key",
                            "dispatch_index",
                            "repeat",
                            "shard",
                            "attempt",
                            "outcome",
                            "value",
                            "slice",
                            "cluster",
                            "prompt_hash",
                            "generation_hash",
                            "chat_template_hash",
                            "judge_model",
                            "engine",
                            "latency_ms",
                            "ttft_ms",
                            "input_tokens",
                            "output_tokens",
                            "cost_usd",
                            "input",
                            "output",
                            "expected",
                            "reason",
                            "version"),
                    ClickHouseTables::sample);

    public static final ClickHouseTable<RollingMean> ROLLING =
            new ClickHouseTable<>(
                    "rolling",
                    List.of(
                            "model",
                            "model_tag",
                            "task",
                            "metric",
                            "filter",
                            "slice",
                            "window_start",
                            "window_end",
                            "mean",
                            "n",
                            "version"),
                    ClickHouseTables::rolling);

    public static final ClickHouseTable<ResultRow> RESULTS =
            new ClickHouseTable<>(
                    "results",
                    List.of(
                            "run_id",
                            "model",
                            "model_tag",
                            "task",
                            "metric",
                            "filter",
                            "slice",
                            "value",
                            "standard_error",
                            "n",
                            "missing",
                            "baseline",
                            "relative_drop",
                            "baseline_runs",
                            "higher_is_better",
                            "tier",
                            "verdict",
                            "paired",
                            "losses",
                            "gains",
                            "p_value",
                            "log_e",
                            "drop_low",
                            "drop_high",
                            "confirmed",
                            "failed",
                            "unreadable",
                            "anchor_run",
                            "anchor_value",
                            "anchor_drop",
                            "ts",
                            "version"),
                    ClickHouseTables::result);

    public static final ClickHouseTable<ResultRow> VERDICTS =
            new ClickHouseTable<>(
                    "verdicts",
                    List.of(
                            "run_id",
                            "model",
                            "model_tag",
                            "task",
                            "metric",
                            "filter",
                            "slice",
                            "verdict",
                            "state",
                            "notice",
                            "tier",
                            "n",
                            "missing",
                            "value",
                            "baseline",
                            "relative_drop",
                            "log_e",
                            "confirmed",
                            "decided_at_samples",
                            "summary",
                            "ts",
                            "version"),
                    ClickHouseTables::verdict);

    public static final ClickHouseTable<RunVerdict> RUNS =
            new ClickHouseTable<>(
                    "runs",
                    List.of(
                            "run_id",
                            "model",
                            "model_tag",
                            "image_digest",
                            "state",
                            "verdict",
                            "first_ts",
                            "last_ts",
                            "samples",
                            "missing",
                            "baseline_runs",
                            "summary",
                            "version"),
                    ClickHouseTables::run);

    public static final ClickHouseTable<AlertRow> ALERTS =
            new ClickHouseTable<>(
                    "alerts",
                    List.of(
                            "alert_key",
                            "notice",
                            "run_id",
                            "model",
                            "model_tag",
                            "task",
                            "metric",
                            "filter",
                            "slice",
                            "verdict",
                            "value",
                            "baseline",
                            "relative_drop",
                            "n",
                            "summary",
                            "ts",
                            "version"),
                    ClickHouseTables::alert);

    public static final ClickHouseTable<DeadLetter> DEAD_LETTERS =
            new ClickHouseTable<>(
                    "deadletters",
                    List.of(
                            "topic",
                            "partition",
                            "offset",
                            "reason",
                            "field",
                            "message",
                            "payload"),
                    ClickHouseTables::deadLetter);

    /** One series of a judged run. */
    public record ResultRow(RunVerdict run, SeriesResult result) {}

    /** One series that people are told of. */
    public record AlertRow(Alert alert, SeriesResult result) {}

    private ClickHouseTables() {}

    private static void sample(SampleEvent event, RowBinaryBuffer buffer) {
        buffer.putFixed16(event.eventId().high(), event.eventId().low());
        buffer.putString(event.runId());
        buffer.putString(event.model());
        buffer.putString(event.modelTag());
        buffer.putString(event.imageDigest());
        buffer.putInt64(event.tsMillis());
        buffer.putString(event.harness());
        buffer.putString(event.harnessVersion());
        buffer.putString(event.suite());
        buffer.putString(event.task());
        buffer.putString(event.taskVersion());
        buffer.putString(event.metric());
        buffer.putString(event.filter());
        buffer.putString(event.datasetDigest());
        buffer.putString(event.itemKey());
        buffer.putInt32(event.dispatchIndex());
        buffer.putInt32(event.repeat());
        buffer.putInt32(event.shard());
        buffer.putInt32(event.attempt());
        buffer.putString(event.outcome().name());
        buffer.putFloat64(event.value());
        buffer.putString(event.slice());
        buffer.putString(event.cluster());
        buffer.putString(event.promptHash());
        buffer.putString(event.generationHash());
        buffer.putString(event.chatTemplateHash());
        buffer.putString(event.judgeModel());
        buffer.putString(event.engine());
        buffer.putFloat64(event.latencyMs());
        buffer.putFloat64(event.ttftMs());
        buffer.putFloat64(event.inputTokens());
        buffer.putFloat64(event.outputTokens());
        buffer.putFloat64(event.costUsd());
        buffer.putString(event.input(), TEXT_LIMIT);
        buffer.putString(event.output(), TEXT_LIMIT);
        buffer.putString(event.expected(), TEXT_LIMIT);
        buffer.putString(event.reason(), TEXT_LIMIT);
        buffer.putInt64(version(event));
    }

    /** Orders attempts first and times second; 2^44 ms reach into the 26th century. */
    private static long version(SampleEvent event) {
        long attempt = Math.min(event.attempt(), MAX_ATTEMPT);
        return (attempt << 44) | (event.tsMillis() & ((1L << 44) - 1));
    }

    private static void rolling(RollingMean row, RowBinaryBuffer buffer) {
        buffer.putString(row.key().model());
        buffer.putString(row.key().modelTag());
        buffer.putString(row.key().task());
        buffer.putString(row.key().metric());
        buffer.putString(row.key().filter());
        buffer.putString(row.key().slice());
        buffer.putInt64(row.windowStartMillis());
        buffer.putInt64(row.windowEndMillis());
        buffer.putFloat64(row.mean());
        buffer.putInt64(row.n());
        buffer.putInt64(row.version());
    }

    private static void result(ResultRow row, RowBinaryBuffer buffer) {
        SeriesResult result = row.result();
        buffer.putString(row.run().runId());
        buffer.putString(row.run().model());
        buffer.putString(row.run().modelTag());
        key(result.series(), buffer);
        buffer.putFloat64(result.value());
        buffer.putFloat64(result.standardError());
        buffer.putInt64(result.n());
        buffer.putInt64(result.missing());
        buffer.putNullableFloat64(result.baseline());
        buffer.putNullableFloat64(result.relativeDrop());
        buffer.putStrings(result.baselineRuns());
        buffer.putUInt8(result.higherIsBetter() ? 1 : 0);
        buffer.putUInt8(result.tier());
        buffer.putString(result.verdict().name());
        PairedComparison paired = result.paired();
        buffer.putInt64(paired.paired());
        buffer.putInt64(paired.losses());
        buffer.putInt64(paired.gains());
        buffer.putNullableFloat64(paired.p());
        buffer.putFloat64(paired.maximumLogE());
        buffer.putNullableFloat64(paired.lower());
        buffer.putNullableFloat64(paired.upper());
        buffer.putUInt8(result.confirmed() ? 1 : 0);
        buffer.putInt64(result.tally().failed());
        buffer.putInt64(result.tally().unreadable());
        buffer.putString(String.join(",", result.anchor().runs()));
        buffer.putNullableFloat64(result.anchor().value());
        buffer.putNullableFloat64(result.anchor().relativeDrop());
        buffer.putInt64(row.run().lastTsMillis());
        buffer.putInt64(row.run().decidedAtMillis());
    }

    private static void verdict(ResultRow row, RowBinaryBuffer buffer) {
        SeriesResult result = row.result();
        buffer.putString(row.run().runId());
        buffer.putString(row.run().model());
        buffer.putString(row.run().modelTag());
        key(result.series(), buffer);
        buffer.putString(result.verdict().name());
        buffer.putString(row.run().state().name());
        buffer.putString(row.run().notice().name());
        buffer.putUInt8(result.tier());
        buffer.putInt64(result.n());
        buffer.putInt64(result.missing());
        buffer.putFloat64(result.value());
        buffer.putNullableFloat64(result.baseline());
        buffer.putNullableFloat64(result.relativeDrop());
        buffer.putFloat64(result.paired().maximumLogE());
        buffer.putUInt8(result.confirmed() ? 1 : 0);
        buffer.putInt64(result.decidedAtSamples());
        buffer.putString(result.why());
        buffer.putInt64(row.run().lastTsMillis());
        buffer.putInt64(row.run().decidedAtMillis());
    }

    private static void key(SeriesKey series, RowBinaryBuffer buffer) {
        buffer.putString(series.task());
        buffer.putString(series.metric());
        buffer.putString(series.filter());
        buffer.putString(series.slice());
    }

    private static void run(RunVerdict run, RowBinaryBuffer buffer) {
        buffer.putString(run.runId());
        buffer.putString(run.model());
        buffer.putString(run.modelTag());
        buffer.putString(run.imageDigest());
        buffer.putString(run.state().name());
        buffer.putString(run.decision().name());
        buffer.putInt64(run.firstTsMillis());
        buffer.putInt64(run.lastTsMillis());
        buffer.putInt64(run.samples());
        buffer.putInt64(run.missing());
        buffer.putStrings(run.baselineRuns());
        buffer.putString(run.why());
        buffer.putInt64(run.decidedAtMillis());
    }

    private static void alert(AlertRow row, RowBinaryBuffer buffer) {
        RunVerdict run = row.alert().run();
        SeriesResult result = row.result();
        buffer.putString(row.alert().key());
        buffer.putString(run.notice().name());
        buffer.putString(run.runId());
        buffer.putString(run.model());
        buffer.putString(run.modelTag());
        key(result.series(), buffer);
        buffer.putString(result.verdict().name());
        buffer.putFloat64(result.value());
        buffer.putFloat64(result.baseline());
        buffer.putFloat64(result.relativeDrop());
        buffer.putInt64(result.n());
        buffer.putString(result.why());
        buffer.putInt64(run.samples() > 0 ? run.lastTsMillis() : run.decidedAtMillis());
        buffer.putInt64(run.decidedAtMillis());
    }

    private static void deadLetter(DeadLetter letter, RowBinaryBuffer buffer) {
        buffer.putString(letter.topic());
        buffer.putInt32(letter.partition());
        buffer.putInt64(letter.offset());
        buffer.putString(letter.reason().name());
        buffer.putString(letter.field());
        buffer.putString(letter.message());
        buffer.putBytes(letter.payload());
    }
}
