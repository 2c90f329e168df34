package io.evalstream.jobs.quality;

import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.jobs.audit.AuditPart;
import io.evalstream.jobs.audit.AuditRecord;
import io.evalstream.jobs.audit.AuditSegment;
import io.evalstream.jobs.audit.AuditTopology;
import io.evalstream.jobs.clickhouse.ClickHouseTables.AlertRow;
import io.evalstream.jobs.clickhouse.ClickHouseTables.ResultRow;
import io.evalstream.jobs.kafka.KafkaRecord;
import io.evalstream.udfs.verdict.MetricCatalogue;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

import java.util.List;

/** The quality job from sources to sinks, in the order of the data. */
public final class QualityTopology {

    private final ReadableConfig options;
    private final MetricCatalogue catalogue;
    private final ModelPolicies policies;

    /**
     * @param options see {@link QualityOptions}
     */
    QualityTopology(ReadableConfig options, MetricCatalogue catalogue, ModelPolicies policies) {
        this.options = options;
        this.catalogue = catalogue;
        this.policies = policies;
    }

    /** Adds the job to an environment. */
    public void build(
            StreamExecutionEnvironment environment,
            Source<KafkaRecord, ?, ?> sampleSource,
            Source<KafkaRecord, ?, ?> runSource,
            QualitySinks sinks) {
        SingleOutputStreamOperator<SampleEvent> samples =
                source(environment, sampleSource, "samples-source")
                        .process(new ReadSamples(!sinks.audit().isEmpty()))
                        .returns(SampleEvent.class)
                        .name("read samples")
                        .uid("read-samples");
        SingleOutputStreamOperator<RunEvent> runs =
                source(environment, runSource, "runs-source")
                        .process(new ReadRuns())
                        .returns(RunEvent.class)
                        .name("read runs")
                        .uid("read-runs");
        sink(
                samples.getSideOutput(ReadSamples.DEAD_LETTERS)
                        .union(runs.getSideOutput(ReadRuns.DEAD_LETTERS)),
                sinks.deadLetters());

        // Copies may come twice here: rows of the samples table are replaced by their key.
        sink(samples, sinks.samples());

        SingleOutputStreamOperator<RunVerdict> verdicts = verdicts(samples, runs);
        sink(rollingMeans(verdicts.getSideOutput(ReleaseJudge.SCORE_CHANGES)), sinks.rolling());
        sink(verdicts, sinks.verdicts());
        sink(verdicts.getSideOutput(ReleaseJudge.CANCELS), sinks.cancels());
        if (!sinks.audit().isEmpty()) {
            sink(auditParts(samples, runs, verdicts), sinks.audit());
        }
        SingleOutputStreamOperator<ResultRow> results =
                verdicts.flatMap(QualityTopology::resultRows)
                        .returns(ResultRow.class)
                        .name("results")
                        .uid("results");
        sink(results, sinks.conclusions());
        sink(
                results.filter(row -> row.run().state() != RunVerdict.State.RUNNING)
                        .name("final results")
                        .uid("final-results"),
                sinks.results());

        ModelPolicies mentions = policies;
        SingleOutputStreamOperator<Alert> alerts =
                verdicts.filter(run -> run.notice() != RunVerdict.Notice.NONE)
                        .name("verdicts to tell")
                        .uid("verdicts-to-tell")
                        .map(run -> Alert.of(run, mentions.of(run.model())))
                        .returns(Alert.class)
                        .name("alerts")
                        .uid("alerts");
        sink(
                alerts.filter(alert -> alert.run().notice() != RunVerdict.Notice.ESCALATED)
                        .name("alerts to tell")
                        .uid("alerts-to-tell"),
                sinks.alerts());
        sink(
                alerts.flatMap(QualityTopology::alertRows)
                        .returns(AlertRow.class)
                        .name("alert rows")
                        .uid("alert-rows"),
                sinks.alertRows());
    }

    private DataStream<AuditPart> auditParts(
            SingleOutputStreamOperator<SampleEvent> samples,
            SingleOutputStreamOperator<RunEvent> runs,
            SingleOutputStreamOperator<RunVerdict> verdicts) {
        MetricCatalogue metrics = catalogue;
        ModelPolicies models = policies;
        DataStream<AuditRecord> judgements =
                verdicts.getSideOutput(ReleaseJudge.JUDGEMENTS)
                        .map(judgement -> judgement.record(models, metrics))
                        .returns(AuditRecord.class)
                        .name("audited verdicts")
                        .uid("audited-verdicts");
        DataStream<AuditSegment> segments =
                AuditTopology.segments(samples.getSideOutput(ReadSamples.AUDIT), "audited samples")
                        .union(
                                AuditTopology.segments(
                                        runs.getSideOutput(ReadRuns.AUDIT), "audited runs"),
                                AuditTopology.segments(
                                        judgements.union(verdicts.getSideOutput(ReleaseJudge.LATE)),
                                        "audited judgements"));
        return AuditTopology.parts(
                segments,
                options.get(QualityOptions.AUDIT_PART_MAX_AGE),
                options.get(QualityOptions.RUN_RETENTION));
    }

    private static DataStream<KafkaRecord> source(
            StreamExecutionEnvironment environment, Source<KafkaRecord, ?, ?> source, String name) {
        // Windows go by each event's own time, so nothing waits for a watermark.
        return environment.fromSource(source, WatermarkStrategy.noWatermarks(), name).uid(name);
    }

    private SingleOutputStreamOperator<RollingMean> rollingMeans(
            DataStream<RollingMeans.Update> changes) {
        return changes.keyBy(RollingMeans.Update::key, TypeInformation.of(RollingKey.class))
                .process(
                        new RollingMeans(
                                options.get(QualityOptions.ROLLING_WINDOW),
                                options.get(QualityOptions.ROLLING_SLIDE),
                                options.get(QualityOptions.ROLLING_FLUSH),
                                options.get(QualityOptions.ROLLING_RETENTION)))
                .returns(RollingMean.class)
                .name("rolling means")
                .uid("rolling-means");
    }

    private SingleOutputStreamOperator<RunVerdict> verdicts(
            DataStream<SampleEvent> samples, DataStream<RunEvent> runs) {
        JudgeSettings settings =
                new JudgeSettings(
                        catalogue,
                        policies,
                        options.get(QualityOptions.RUN_IDLE_TIMEOUT).toMillis(),
                        options.get(QualityOptions.RUN_COMPLETION_TIMEOUT).toMillis(),
                        options.get(QualityOptions.RUN_RETENTION).toMillis(),
                        options.get(QualityOptions.DEDUP_MEMORY).toMillis(),
                        options.get(QualityOptions.ROLLING_SLIDE).toMillis());
        return samples.transform(
                        "batch observations",
                        TypeInformation.of(ObservationBatch.class),
                        new BatchObservations(catalogue))
                .uid("batch-observations")
                .keyBy(ObservationBatch::model)
                .connect(runs.keyBy(RunEvent::model))
                .transform(
                        "judge releases",
                        TypeInformation.of(RunVerdict.class),
                        new JudgeOperator(new ReleaseJudge(settings)))
                .uid("judge-runs");
    }

    private static void resultRows(RunVerdict run, Collector<ResultRow> out) {
        for (SeriesResult result : run.series()) {
            out.collect(new ResultRow(run, result));
        }
    }

    private static void alertRows(Alert alert, Collector<AlertRow> out) {
        for (SeriesResult result : alert.told()) {
            out.collect(new AlertRow(alert, result));
        }
    }

    private static <T> void sink(DataStream<T> stream, List<QualitySinks.Target<T>> targets) {
        for (QualitySinks.Target<T> target : targets) {
            stream.sinkTo(target.sink()).name(target.name()).uid(target.name());
        }
    }
}
