package io.evalstream.jobs.clickhouse;

import io.evalstream.contract.SampleEvent;
import io.evalstream.jobs.dedup.engine.Duplicate;
import io.evalstream.jobs.quality.Alert;
import io.evalstream.jobs.quality.DeadLetter;
import io.evalstream.jobs.quality.ResultVersion;
import io.evalstream.jobs.quality.RollingMean;
import io.evalstream.jobs.quality.RunVerdict;
import io.evalstream.jobs.quality.SeriesResult;

/** The tables the jobs write: names, columns and how rows give their values. */
public final class ClickHouseTables {

    /** Longest text stored of an input, output, expectation or reason, in characters. */
    private static final int TEXT_LIMIT = 4000;

    public static final ClickHouseTable<SampleEvent> SAMPLES =
            ClickHouseTable.<SampleEvent>named("samples")
                    .fixed16(
                            "event_id",
                            event -> event.eventId().high(),
                            event -> event.eventId().low())
                    .text("run_id", SampleEvent::runId)
                    .label("model", SampleEvent::model)
                    .label("model_tag", SampleEvent::modelTag)
                    .label("image_digest", SampleEvent::imageDigest)
                    .time("ts", SampleEvent::tsMillis)
                    .label("harness", SampleEvent::harness)
                    .label("harness_version", SampleEvent::harnessVersion)
                    .label("suite", SampleEvent::suite)
                    .label("task", SampleEvent::task)
                    .label("task_version", SampleEvent::taskVersion)
                    .label("metric", SampleEvent::metric)
                    .label("filter", SampleEvent::filter)
                    .label("dataset_digest", SampleEvent::datasetDigest)
                    .text("item_key", SampleEvent::itemKey)
                    .int32("dispatch_index", SampleEvent::dispatchIndex)
                    .uint32("repeat", SampleEvent::repeat)
                    .uint32("shard", SampleEvent::shard)
                    .uint32("attempt", SampleEvent::attempt)
                    .label("outcome", event -> event.outcome().name())
                    .float64("value", SampleEvent::value)
                    .label("slice", SampleEvent::slice)
                    .text("cluster", SampleEvent::cluster)
                    .label("prompt_hash", SampleEvent::promptHash)
                    .label("generation_hash", SampleEvent::generationHash)
                    .label("chat_template_hash", SampleEvent::chatTemplateHash)
                    .label("judge_model", SampleEvent::judgeModel)
                    .label("engine", SampleEvent::engine)
                    .float64("latency_ms", SampleEvent::latencyMs)
                    .float64("ttft_ms", SampleEvent::ttftMs)
                    .float64("input_tokens", SampleEvent::inputTokens)
                    .float64("output_tokens", SampleEvent::outputTokens)
                    .float64("cost_usd", SampleEvent::costUsd)
                    .text("input", event -> shortened(event.input()))
                    .text("output", event -> shortened(event.output()))
                    .text("expected", event -> shortened(event.expected()))
                    .text("reason", event -> shortened(event.reason()))
                    .uint64("version", event -> ResultVersion.of(event.attempt(), event.tsMillis()))
                    .partitionedByMonthOf(SampleEvent::tsMillis)
                    .build();

    public static final ClickHouseTable<RollingMean> ROLLING =
            ClickHouseTable.<RollingMean>named("rolling")
                    .label("model", row -> row.key().model())
                    .label("model_tag", row -> row.key().modelTag())
                    .label("task", row -> row.key().task())
                    .label("metric", row -> row.key().metric())
                    .label("filter", row -> row.key().filter())
                    .label("slice", row -> row.key().slice())
                    .time("window_start", RollingMean::windowStartMillis)
                    .time("window_end", RollingMean::windowEndMillis)
                    .float64("mean", RollingMean::mean)
                    .uint64("n", RollingMean::n)
                    .uint64("version", RollingMean::version)
                    .partitionedByMonthOf(RollingMean::windowStartMillis)
                    .build();

    public static final ClickHouseTable<ResultRow> RESULTS =
            ClickHouseTable.<ResultRow>named("results")
                    .text("run_id", row -> row.run().runId())
                    .label("model", row -> row.run().model())
                    .label("model_tag", row -> row.run().modelTag())
                    .label("task", row -> row.result().series().task())
                    .label("metric", row -> row.result().series().metric())
                    .label("filter", row -> row.result().series().filter())
                    .label("slice", row -> row.result().series().slice())
                    .float64("value", row -> row.result().value())
                    .float64("standard_error", row -> row.result().standardError())
                    .uint64("n", row -> row.result().n())
                    .uint64("missing", row -> row.result().missing())
                    .nullable("baseline", row -> row.result().baseline())
                    .nullable("relative_drop", row -> row.result().relativeDrop())
                    .texts("baseline_runs", row -> row.result().baselineRuns())
                    .uint8("higher_is_better", row -> row.result().higherIsBetter() ? 1 : 0)
                    .uint8("tier", row -> row.result().tier())
                    .label("verdict", row -> row.result().verdict().name())
                    .uint64("paired", row -> row.result().paired().paired())
                    .uint64("losses", row -> row.result().paired().losses())
                    .uint64("gains", row -> row.result().paired().gains())
                    .nullable("p_value", row -> row.result().paired().p())
                    .float64("log_e", row -> row.result().paired().maximumLogE())
                    .nullable("drop_low", row -> row.result().paired().lower())
                    .nullable("drop_high", row -> row.result().paired().upper())
                    .uint8("confirmed", row -> row.result().confirmed() ? 1 : 0)
                    .uint64("failed", row -> row.result().tally().failed())
                    .uint64("unreadable", row -> row.result().tally().unreadable())
                    .text("anchor_run", row -> String.join(",", row.result().anchor().runs()))
                    .nullable("anchor_value", row -> row.result().anchor().value())
                    .nullable("anchor_drop", row -> row.result().anchor().relativeDrop())
                    .time("ts", row -> row.run().lastTsMillis())
                    .uint64("version", row -> row.run().decidedAtMillis())
                    .partitionedByMonthOf(row -> row.run().lastTsMillis())
                    .build();

    public static final ClickHouseTable<ResultRow> VERDICTS =
            ClickHouseTable.<ResultRow>named("verdicts")
                    .text("run_id", row -> row.run().runId())
                    .label("model", row -> row.run().model())
                    .label("model_tag", row -> row.run().modelTag())
                    .label("task", row -> row.result().series().task())
                    .label("metric", row -> row.result().series().metric())
                    .label("filter", row -> row.result().series().filter())
                    .label("slice", row -> row.result().series().slice())
                    .label("verdict", row -> row.result().verdict().name())
                    .label("state", row -> row.run().state().name())
                    .label("notice", row -> row.run().notice().name())
                    .uint8("tier", row -> row.result().tier())
                    .uint64("n", row -> row.result().n())
                    .uint64("missing", row -> row.result().missing())
                    .float64("value", row -> row.result().value())
                    .nullable("baseline", row -> row.result().baseline())
                    .nullable("relative_drop", row -> row.result().relativeDrop())
                    .float64("log_e", row -> row.result().paired().maximumLogE())
                    .uint8("confirmed", row -> row.result().confirmed() ? 1 : 0)
                    .uint64("decided_at_samples", row -> row.result().decidedAtSamples())
                    .text("summary", row -> row.result().why())
                    .time("ts", row -> row.run().lastTsMillis())
                    .uint64("version", row -> row.run().decidedAtMillis())
                    .partitionedByMonthOf(row -> row.run().lastTsMillis())
                    .build();

    public static final ClickHouseTable<RunVerdict> RUNS =
            ClickHouseTable.<RunVerdict>named("runs")
                    .text("run_id", RunVerdict::runId)
                    .label("model", RunVerdict::model)
                    .label("model_tag", RunVerdict::modelTag)
                    .text("image_digest", RunVerdict::imageDigest)
                    .label("state", run -> run.state().name())
                    .label("verdict", run -> run.decision().name())
                    .time("first_ts", RunVerdict::firstTsMillis)
                    .time("last_ts", RunVerdict::lastTsMillis)
                    .uint64("samples", RunVerdict::samples)
                    .uint64("missing", RunVerdict::missing)
                    .texts("baseline_runs", RunVerdict::baselineRuns)
                    .text("summary", RunVerdict::why)
                    .uint64("version", RunVerdict::decidedAtMillis)
                    .build();

    public static final ClickHouseTable<AlertRow> ALERTS =
            ClickHouseTable.<AlertRow>named("alerts")
                    .text("alert_key", row -> row.alert().key())
                    .label("notice", row -> row.alert().run().notice().name())
                    .text("run_id", row -> row.alert().run().runId())
                    .label("model", row -> row.alert().run().model())
                    .label("model_tag", row -> row.alert().run().modelTag())
                    .label("task", row -> row.result().series().task())
                    .label("metric", row -> row.result().series().metric())
                    .label("filter", row -> row.result().series().filter())
                    .label("slice", row -> row.result().series().slice())
                    .label("verdict", row -> row.result().verdict().name())
                    .float64("value", row -> row.result().value())
                    .float64("baseline", row -> row.result().baseline())
                    .float64("relative_drop", row -> row.result().relativeDrop())
                    .uint64("n", row -> row.result().n())
                    .text("summary", row -> row.result().why())
                    .time("ts", AlertRow::tsMillis)
                    .uint64("version", row -> row.alert().run().decidedAtMillis())
                    .partitionedByMonthOf(AlertRow::tsMillis)
                    .build();

    public static final ClickHouseTable<DeadLetter> DEAD_LETTERS =
            ClickHouseTable.<DeadLetter>named("deadletters")
                    .label("topic", DeadLetter::topic)
                    .uint32("partition", DeadLetter::partition)
                    .uint64("offset", DeadLetter::offset)
                    .label("reason", letter -> letter.reason().name())
                    .label("field", DeadLetter::field)
                    .text("message", DeadLetter::message)
                    .bytes("payload", DeadLetter::payload)
                    .build();

    /** Rows of other tables that ClickHouse refuses; the same table as {@link #DEAD_LETTERS}. */
    static final ClickHouseTable<RefusedRow> REFUSED_ROWS =
            ClickHouseTable.<RefusedRow>named("deadletters")
                    .label("topic", RefusedRow::topic)
                    .uint32("partition", row -> 0)
                    .uint64("offset", RefusedRow::offset)
                    .label("reason", row -> RefusedRow.REASON)
                    .label("field", row -> "")
                    .text("message", RefusedRow::message)
                    .bytes("payload", RefusedRow::payload)
                    .build();

    public static final ClickHouseTable<DedupRow> DEDUP_REMOVED =
            ClickHouseTable.<DedupRow>named("dedup_removed")
                    .text("run_id", DedupRow::runId)
                    .label("suite", row -> row.duplicate().suite())
                    .text("item", row -> row.duplicate().item())
                    .uint64("row", row -> row.duplicate().row())
                    .label("kept_suite", row -> row.duplicate().keptSuite())
                    .text("kept_item", row -> row.duplicate().keptItem())
                    .uint64("kept_row", row -> row.duplicate().keptRow())
                    .label("kind", row -> row.duplicate().kind().name())
                    .uint32("distance", row -> row.duplicate().distance())
                    .uint32("length", row -> row.duplicate().length())
                    .float64("nld", row -> row.duplicate().normalizedDistance())
                    .uint64("cluster", row -> row.duplicate().cluster())
                    .label("action", row -> row.duplicate().action().name())
                    .label("why", row -> row.duplicate().why().name())
                    .time("ts", DedupRow::tsMillis)
                    .uint64("version", DedupRow::tsMillis)
                    .partitionedByMonthOf(DedupRow::tsMillis)
                    .build();

    /**
     * An item that has a duplicate before it, in one run of the de-duplication.
     *
     * @param tsMillis when the run began; of two runs under one id the later one counts
     */
    public record DedupRow(String runId, long tsMillis, Duplicate duplicate) {}

    /** One series of a judged run. */
    public record ResultRow(RunVerdict run, SeriesResult result) {}

    /** One series that people are told of. */
    public record AlertRow(Alert alert, SeriesResult result) {

        /** The time of the last sample; of a run without samples, of the decision. */
        private long tsMillis() {
            RunVerdict run = alert.run();
            return run.samples() > 0 ? run.lastTsMillis() : run.decidedAtMillis();
        }
    }

    private ClickHouseTables() {}

    /** At most {@link #TEXT_LIMIT} characters, never half a surrogate pair. */
    private static String shortened(String text) {
        if (text.length() <= TEXT_LIMIT) {
            return text;
        }
        boolean isPair = Character.isHighSurrogate(text.charAt(TEXT_LIMIT - 1));
        return text.substring(0, isPair ? TEXT_LIMIT - 1 : TEXT_LIMIT);
    }
}
