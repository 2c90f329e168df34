package io.evalstream.jobs.quality;

import io.evalstream.contract.RunEvent;
import io.evalstream.udfs.verdict.DropRule;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gathers the runs of one model, judges each while it runs and when it has ended, and keeps the
 * healthy ones as the baseline of the next.
 *
 * <p>Keyed by model, because whether a run may serve as a baseline is a decision over all of its
 * metrics: one key makes it atomic. Parsing, removal of duplicates, windows and storage are spread
 * over other keys; what arrives here is one small record a sample.
 */
final class ReleaseJudge extends KeyedCoProcessFunction<String, Observation, RunEvent, RunVerdict> {
    private static final long serialVersionUID = 2L;

    /** Requests to end a run that will breach for certain. */
    static final OutputTag<RunEvent> CANCELS =
            new OutputTag<>("cancels", TypeInformation.of(RunEvent.class));

    private final JudgeSettings settings;
    private transient RunAssessment assessment;
    private transient RunArchive archive;
    private transient LiveVerdicts live;
    private transient ValueState<Long> timer;
    private transient Counter late;

    ReleaseJudge(JudgeSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        assessment =
                new RunAssessment(
                        new DropRule(new BigDecimal(settings.threshold())), settings.catalogue());
        archive = new RunArchive(getRuntimeContext(), settings);
        live = new LiveVerdicts(settings, archive);
        timer =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "timer", TypeInformation.of(Long.class)));
        late = getRuntimeContext().getMetricGroup().counter("samplesAfterVerdict");
    }

    @Override
    public void processElement1(Observation sample, Context context, Collector<RunVerdict> out)
            throws Exception {
        RunControl control = archive.control(sample.runId());
        if (control != null && control.isClosed()) {
            late.inc();
            return;
        }
        long now = context.timerService().currentProcessingTime();
        archive.add(sample, now);
        if (control != null && archive.isComplete(sample.runId(), control)) {
            close(sample.runId(), control, RunVerdict.State.COMPLETE, context, out);
            return;
        }
        schedule(context, due(control, now));
        if (control != null) {
            observe(sample, control, context, out);
        }
    }

    private void observe(
            Observation sample, RunControl control, Context context, Collector<RunVerdict> out)
            throws Exception {
        LiveVerdicts.News news = live.observe(context.getCurrentKey(), sample, control);
        if (news == null) {
            return;
        }
        long now = context.timerService().currentProcessingTime();
        out.collect(
                verdict(
                        sample.runId(),
                        control,
                        context,
                        RunVerdict.State.RUNNING,
                        List.of(news.result()),
                        Map.entry(news.decision(), news.result().why()),
                        news.notice(),
                        now));
        if (news.isCertain() && settings.cancelsCertain()) {
            context.output(CANCELS, cancel(sample, now));
        }
    }

    private static RunEvent cancel(Observation sample, long now) {
        return new RunEvent(
                RunEvent.Type.CANCEL_REQUESTED,
                sample.runId(),
                sample.model(),
                sample.modelTag(),
                sample.imageDigest(),
                now,
                List.of(),
                -1,
                -1,
                List.of(),
                -1,
                Map.of());
    }

    @Override
    public void processElement2(RunEvent event, Context context, Collector<RunVerdict> out)
            throws Exception {
        if (event.type() == RunEvent.Type.CANCEL_REQUESTED) {
            return; // Our own request, or somebody else's: it ends nothing by itself.
        }
        RunControl before = archive.control(event.runId());
        if (before != null && before.isClosed()) {
            return;
        }
        long now = context.timerService().currentProcessingTime();
        RunControl control = (before == null ? RunControl.NONE : before).with(event, now);
        archive.put(event.runId(), control);
        if (event.type() == RunEvent.Type.RUN_CANCELLED) {
            close(event.runId(), control, RunVerdict.State.CANCELLED, context, out);
        } else if (archive.isComplete(event.runId(), control)) {
            close(event.runId(), control, RunVerdict.State.COMPLETE, context, out);
        } else {
            schedule(context, due(control, now));
        }
    }

    private long due(RunControl control, long activeAt) {
        boolean ended = control != null && control.hasEnded();
        return activeAt
                + (ended ? settings.completionTimeoutMillis() : settings.idleTimeoutMillis());
    }

    private void schedule(Context context, long time) throws Exception {
        Long scheduled = timer.value();
        if (scheduled == null || time < scheduled) {
            if (scheduled != null) {
                context.timerService().deleteProcessingTimeTimer(scheduled);
            }
            context.timerService().registerProcessingTimeTimer(time);
            timer.update(time);
        }
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<RunVerdict> out)
            throws Exception {
        timer.clear();
        for (String runId : archive.runs()) {
            visit(runId, time, context, out);
        }
    }

    /** Closes a run that has been silent too long, forgets one that was closed long ago. */
    private void visit(String runId, long now, Context context, Collector<RunVerdict> out)
            throws Exception {
        RunControl control = archive.control(runId);
        if (control != null && control.isClosed()) {
            long end = control.closedAtMillis() + settings.retentionMillis();
            if (end <= now) {
                archive.removeControl(runId);
            } else {
                schedule(context, end);
            }
            return;
        }
        RunArchive.RunProgress active = archive.progress(runId);
        long activeAt =
                Math.max(
                        active == null ? 0 : active.activeAtMillis(),
                        control == null ? 0 : control.heardAtMillis());
        long due = due(control, activeAt);
        if (due > now) {
            schedule(context, due);
            return;
        }
        boolean isSilentEnd =
                control == null || (control.hasEnded() && control.announced().isEmpty());
        close(
                runId,
                control == null ? RunControl.NONE : control,
                isSilentEnd ? RunVerdict.State.COMPLETE_BY_SILENCE : RunVerdict.State.PARTIAL,
                context,
                out);
    }

    private void close(
            String runId,
            RunControl control,
            RunVerdict.State ended,
            Context context,
            Collector<RunVerdict> out)
            throws Exception {
        Map<SeriesKey, RunAssessment.Evidence> evidence = archive.evidence(runId, control);
        List<SeriesResult> results =
                live.settle(
                        context.getCurrentKey(),
                        runId,
                        control,
                        ended == RunVerdict.State.CANCELLED,
                        new ArrayList<>(assessment.results(evidence)));
        RunVerdict.State state =
                ended == RunVerdict.State.CANCELLED || RunAssessment.isCovered(results)
                        ? ended
                        : RunVerdict.State.PARTIAL;
        Map.Entry<RunVerdict.Decision, String> decision = RunAssessment.decide(state, results);
        long now = context.timerService().currentProcessingTime();
        boolean isBreach = decision.getKey() == RunVerdict.Decision.BREACH;
        RunVerdict.Notice notice =
                archive.isAlerted(runId)
                        ? isBreach ? RunVerdict.Notice.ESCALATED : RunVerdict.Notice.CORRECTED
                        : isBreach ? RunVerdict.Notice.RAISED : RunVerdict.Notice.NONE;
        RunVerdict verdict =
                verdict(runId, control, context, state, results, decision, notice, now);
        if (verdict.isHealthy()) {
            archive.promote(runId, evidence);
        }
        archive.forget(runId);
        live.forget(context.getCurrentKey(), runId);
        archive.put(runId, control.closed(now));
        schedule(context, now + settings.retentionMillis());
        out.collect(verdict);
    }

    private RunVerdict verdict(
            String runId,
            RunControl control,
            Context context,
            RunVerdict.State state,
            List<SeriesResult> results,
            Map.Entry<RunVerdict.Decision, String> decision,
            RunVerdict.Notice notice,
            long now)
            throws Exception {
        RunArchive.RunProgress seen = archive.progress(runId);
        long missing = 0;
        for (SeriesResult result : results) {
            missing += result.series().slice().isEmpty() ? result.missing() : 0;
        }
        return new RunVerdict(
                runId,
                context.getCurrentKey(),
                seen == null ? control.modelTag() : seen.modelTag(),
                seen == null || seen.imageDigest().isEmpty()
                        ? control.imageDigest()
                        : seen.imageDigest(),
                state,
                decision.getKey(),
                seen == null ? 0 : seen.firstTsMillis(),
                seen == null ? 0 : seen.lastTsMillis(),
                seen == null ? 0 : seen.samples(),
                missing,
                RunAssessment.baselineRuns(results),
                results,
                decision.getValue(),
                notice,
                now);
    }
}
