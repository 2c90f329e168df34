package io.evalstream.jobs.quality;

import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SeriesCount;
import io.evalstream.jobs.audit.AuditRecord;
import io.evalstream.udfs.verdict.MetricCatalogue;
import io.evalstream.udfs.verdict.MetricDefinition;
import io.evalstream.udfs.verdict.NamePattern;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** The judge alone, with a clock that tests move. */
final class JudgeHarness implements AutoCloseable {

    static final long IDLE = 10_000;
    static final long COMPLETION = 1_000;
    static final long RETENTION = 10_000_000;
    static final long MEMORY = 2 * RETENTION;
    static final long SLIDE = 60_000;
    static final MetricCatalogue CATALOGUE =
            new MetricCatalogue(
                    List.of(
                            new MetricDefinition("acc", true, 0, 1, 1),
                            new MetricDefinition("error_rate", false, 0, 1, 1),
                            new MetricDefinition("style", true, 0, 1, 2),
                            new MetricDefinition(
                                    new NamePattern("contract"),
                                    NamePattern.ANY,
                                    true,
                                    0,
                                    1,
                                    1,
                                    0.01,
                                    0.4,
                                    MetricDefinition.Unreadable.MISSING),
                            new MetricDefinition("*_max", true, 0, Double.POSITIVE_INFINITY, 3)));

    private final ModelPolicy policy;
    private final List<Object> heard = new ArrayList<>();
    private KeyedTwoInputStreamOperatorTestHarness<String, ObservationBatch, RunEvent, RunVerdict>
            judge;

    private JudgeHarness(ModelPolicy policy) throws Exception {
        this.policy = policy;
        judge = harness();
        judge.open();
    }

    /** A judge with options of the job, the others at their defaults. */
    static JudgeHarness opened(Map<String, String> options) throws Exception {
        return new JudgeHarness(ModelPolicy.of(Configuration.fromMap(options)));
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, ObservationBatch, RunEvent, RunVerdict>
            harness() throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new JudgeOperator(new ReleaseJudge(settings(policy))),
                ObservationBatch::model,
                RunEvent::model,
                Types.STRING);
    }

    static JudgeSettings settings(Map<String, String> options) {
        return settings(ModelPolicy.of(Configuration.fromMap(options)));
    }

    private static JudgeSettings settings(ModelPolicy policy) {
        return new JudgeSettings(
                CATALOGUE,
                new ModelPolicies(policy, List.of()),
                IDLE,
                COMPLETION,
                RETENTION,
                MEMORY,
                SLIDE);
    }

    /** Ends the judge and goes on with another from its state; what was said is gone. */
    void restart() throws Exception {
        restore(snapshot());
    }

    OperatorSubtaskState snapshot() throws Exception {
        return judge.snapshot(1, 1);
    }

    /** Ends the judge and goes on with another from an earlier state; what was said is gone. */
    void restore(OperatorSubtaskState state) throws Exception {
        long now = judge.getProcessingTime();
        judge.close();
        judge = harness();
        judge.setProcessingTime(now);
        judge.initializeState(state);
        judge.open();
    }

    void setTime(long millis) throws Exception {
        judge.setProcessingTime(millis);
    }

    void sample(SampleEvent event) throws Exception {
        samples(event);
    }

    /** Samples of one series that arrive together. */
    void samples(SampleEvent... events) throws Exception {
        heard.addAll(List.of(events));
        judge.processElement1(new StreamRecord<>(batch(events)));
    }

    static ObservationBatch batch(SampleEvent... events) {
        ObservationBuffer buffer = new ObservationBuffer(events[0]);
        for (SampleEvent event : events) {
            buffer.add(event, CATALOGUE);
        }
        return buffer.take();
    }

    void start(String runId, String metric, int samples) throws Exception {
        control(RunEvent.Type.RUN_STARTED, runId, count(metric, samples));
    }

    void finish(String runId, String metric, int samples) throws Exception {
        control(RunEvent.Type.RUN_FINISHED, runId, count(metric, samples));
    }

    static List<SeriesCount> count(String metric, int samples) {
        return List.of(new SeriesCount("task", metric, "", "", samples));
    }

    void control(RunEvent.Type type, String runId, List<SeriesCount> counts) throws Exception {
        boolean ends = type == RunEvent.Type.RUN_FINISHED;
        control(type, runId, counts, -1, -1, ends ? counts : List.of());
    }

    void control(
            RunEvent.Type type,
            String runId,
            List<SeriesCount> expected,
            int shard,
            int shards,
            List<SeriesCount> sent)
            throws Exception {
        RunEvent event =
                new RunEvent(
                        type,
                        runId,
                        "model",
                        "model:" + runId,
                        "",
                        0,
                        expected,
                        shard,
                        shards,
                        sent,
                        -1,
                        Map.of());
        heard.add(event);
        judge.processElement2(new StreamRecord<>(event));
    }

    /** Every event, sample or control, in the order in which it came. */
    List<Object> heard() {
        return heard;
    }

    /** What the audit log is told of verdicts and of what came after them. */
    List<AuditRecord> audited() {
        List<AuditRecord> audited = new ArrayList<>();
        Queue<StreamRecord<Judgement>> judgements = judge.getSideOutput(ReleaseJudge.JUDGEMENTS);
        if (judgements != null) {
            ModelPolicies policies = new ModelPolicies(policy, List.of());
            judgements.forEach(
                    record -> audited.add(record.getValue().record(policies, CATALOGUE)));
        }
        Queue<StreamRecord<AuditRecord>> late = judge.getSideOutput(ReleaseJudge.LATE);
        if (late != null) {
            late.forEach(record -> audited.add(record.getValue()));
        }
        return audited;
    }

    /** Everything said since the start or the latest restart. */
    List<RunVerdict> verdicts() {
        return judge.extractOutputValues();
    }

    RunVerdict last() {
        List<RunVerdict> verdicts = verdicts();
        return verdicts.get(verdicts.size() - 1);
    }

    /** The runs whose end was asked for. */
    List<RunEvent> cancels() {
        Queue<StreamRecord<RunEvent>> records = judge.getSideOutput(ReleaseJudge.CANCELS);
        List<RunEvent> cancels = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> cancels.add(record.getValue()));
        }
        return cancels;
    }

    /** The changes of rolling means up to now, those that are still being added up included. */
    List<RollingMeans.Update> scoreChanges() throws Exception {
        judge.prepareSnapshotPreBarrier(1);
        List<RollingMeans.Update> changes = new ArrayList<>();
        Queue<StreamRecord<RollingMeans.Update>> records =
                judge.getSideOutput(ReleaseJudge.SCORE_CHANGES);
        if (records != null) {
            records.forEach(record -> changes.add(record.getValue()));
        }
        return changes;
    }

    int stateEntries() {
        return judge.numKeyedStateEntries();
    }

    int timers() {
        return judge.numProcessingTimeTimers();
    }

    @Override
    public void close() throws Exception {
        judge.close();
    }
}
