package io.evalstream.jobs.quality;

import io.evalstream.contract.EventId;
import io.evalstream.contract.RunEvent;
import io.evalstream.jobs.audit.AuditRecord;
import io.evalstream.jobs.quality.RunArchive.Score;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.TimeUtils;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gathers the runs of one model, judges each while it runs and when it has ended, and keeps the
 * healthy ones as the baseline of the next.
 *
 * <p>Keyed by model, because whether a run may serve as a baseline is a decision over all of its
 * metrics: one key makes it atomic. Parsing, removal of duplicates, windows and storage are spread
 * over other keys; what arrives here is one small record a sample.
 */
final class ReleaseJudge
        extends KeyedCoProcessFunction<String, ObservationBatch, RunEvent, RunVerdict> {
    private static final long serialVersionUID = 3L;

    /** Requests to end a run that will breach for certain. */
    static final OutputTag<RunEvent> CANCELS =
            new OutputTag<>("cancels", TypeInformation.of(RunEvent.class));

    /** Final verdicts with all that they rest on besides the events. */
    static final OutputTag<Judgement> JUDGEMENTS =
            new OutputTag<>("judgements", TypeInformation.of(Judgement.class));

    /** Which events came after the verdict. */
    static final OutputTag<AuditRecord> LATE =
            new OutputTag<>("late-events", TypeInformation.of(AuditRecord.class));

    /** Scores that enter or leave the panes of rolling means. */
    static final OutputTag<RollingMeans.Update> SCORE_CHANGES =
            new OutputTag<>("score-changes", TypeInformation.of(RollingMeans.Update.class));

    private final JudgeSettings settings;
    private transient RunArchive archive;
    private transient RollingChanges rolling;
    private transient BaselineStore baselines;
    private transient Incidents incidents;
    private transient EvidenceReader reader;
    private transient LiveVerdicts live;
    private transient RunConclusion conclusion;
    private transient ValueState<Long> timer;
    private transient Counter late;
    private transient Counter duplicates;

    ReleaseJudge(JudgeSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        archive = new RunArchive(getRuntimeContext());
        baselines = new BaselineStore(getRuntimeContext());
        incidents = new Incidents(getRuntimeContext());
        reader = new EvidenceReader(archive, baselines);
        live = new LiveVerdicts(settings, archive, reader);
        conclusion = new RunConclusion(settings, archive, reader, live);
        timer =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "timer", TypeInformation.of(Long.class)));
        rolling = new RollingChanges(settings.slideMillis());
        duplicates = getRuntimeContext().getMetricGroup().counter("duplicates");
        late = getRuntimeContext().getMetricGroup().counter("samplesAfterVerdict");
    }

    @Override
    public void processElement1(ObservationBatch batch, Context context, Collector<RunVerdict> out)
            throws Exception {
        archive.select(context.getCurrentKey());
        long now = context.timerService().currentProcessingTime();
        SeriesHead head = batch.head();
        ArchivedRun run = archive.run(head.runId());
        SeriesOfRun series = run.seriesOrNew(head.series());
        RollingChanges.OfBatch changes = rolling.new OfBatch(batch);
        Text[] texts = new Text[batch.texts().length];
        boolean isJoined = false;
        boolean wasLate = false;
        Observation sample = new Observation(batch);
        while (sample.next()) {
            int before = series.log().find(sample.idHigh(), sample.idLow());
            if (before >= 0 && !series.log().isBeatenBy(before, sample)) {
                duplicates.inc();
                continue;
            }
            if (before >= 0) {
                changes.leave(
                        sample,
                        ResultVersion.tsMillis(series.log().version(before)),
                        series.log().score(before),
                        update -> context.output(SCORE_CHANGES, update));
            }
            changes.enter(sample);
            boolean isLate = run.isClosed();
            Score replaced = before < 0 || isLate ? null : series.log().result(before);
            if (isLate) {
                series.log().add(sample, false, now);
                wasLate = true;
                late.inc();
                EventId id = new EventId(sample.idHigh(), sample.idLow());
                context.output(LATE, Judgement.late(run.id(), id));
                continue;
            }
            if (!isJoined) {
                series.join(head);
                isJoined = true;
            }
            Text item = archive.keep(series, head, sample, replaced == null, texts, now);
            if (archive.isComplete(run)) {
                close(run.id(), run.control(), RunVerdict.State.COMPLETE, context, out);
                isJoined = false;
            } else if (run.control() != null) {
                for (LiveVerdicts.News news :
                        live.observe(head.model(), run, series, sample, item, replaced)) {
                    tell(head, run.control(), news, context, out);
                }
            }
        }
        archive.compact(series);
        if (wasLate) {
            scheduleExpiry(context);
        }
        if (!run.isClosed()) {
            schedule(context, due(context, run.control(), now));
        }
        if (rolling.isFull()) {
            drainRolling(update -> context.output(SCORE_CHANGES, update));
        }
    }

    /** Whether there are score changes to hand on. */
    boolean hasRolling() {
        return !rolling.isEmpty();
    }

    /** Hands on the score changes that have been added up. */
    void drainRolling(Consumer<RollingMeans.Update> out) {
        rolling.drain(out);
    }

    /** Models of which the state lacks something. */
    List<String> unsaved() {
        return archive.unsaved();
    }

    /** Brings the state of a model, whose key is the current one, up to date. */
    void save(String model) throws Exception {
        archive.save(model);
    }

    private void tell(
            SeriesHead head,
            RunControl control,
            LiveVerdicts.News news,
            Context context,
            Collector<RunVerdict> out)
            throws Exception {
        long now = context.timerService().currentProcessingTime();
        out.collect(
                verdict(
                        head.runId(),
                        control,
                        context,
                        RunVerdict.State.RUNNING,
                        List.of(news.result()),
                        List.of(),
                        new RunDecision(news.decision(), news.result().why()),
                        news.notice(),
                        now));
        if (news.isCertain() && policy(context).cancelsCertain()) {
            context.output(CANCELS, cancel(head, now));
        }
    }

    private static RunEvent cancel(SeriesHead head, long now) {
        return new RunEvent(
                RunEvent.Type.CANCEL_REQUESTED,
                head.runId(),
                head.model(),
                head.modelTag(),
                head.imageDigest(),
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
        archive.select(context.getCurrentKey());
        RunControl before = archive.control(event.runId());
        if (before != null && before.isClosed()) {
            context.output(LATE, Judgement.late(event));
            return;
        }
        long now = context.timerService().currentProcessingTime();
        RunControl control = (before == null ? RunControl.NONE : before).with(event, now);
        archive.put(event.runId(), control);
        if (before != null && !before.size().equals(control.size())) {
            archive.forgetLive(event.runId());
        }
        if (event.type() == RunEvent.Type.RUN_CANCELLED) {
            close(event.runId(), control, RunVerdict.State.CANCELLED, context, out);
        } else if (archive.isComplete(archive.run(event.runId()))) {
            close(event.runId(), control, RunVerdict.State.COMPLETE, context, out);
        } else {
            schedule(context, due(context, control, now));
        }
    }

    private ModelPolicy policy(Context context) {
        return settings.policies().of(context.getCurrentKey());
    }

    /** When to look at an open run again if nothing more is heard of it. */
    private long due(Context context, RunControl control, long activeAt) {
        if (control == null) {
            return activeAt + settings.idleTimeoutMillis();
        }
        if (control.hasEnded()) {
            return activeAt + settings.completionTimeoutMillis();
        }
        // An announced run may be silent for long, while a model is loaded; not for ever.
        long deadline = control.startedAtMillis() + policy(context).deadlineMillis();
        return control.isOverdueTold()
                ? Math.max(activeAt, deadline) + settings.idleTimeoutMillis()
                : deadline;
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
        archive.select(context.getCurrentKey());
        for (ArchivedRun run : archive.all()) {
            if (run.control() != null || run.isOpen()) {
                visit(run.id(), time, context, out);
            }
        }
        archive.expire(time - settings.memoryMillis());
        scheduleExpiry(context);
    }

    private void scheduleExpiry(Context context) throws Exception {
        long oldest = archive.oldestAcceptedAt();
        if (oldest != Long.MAX_VALUE) {
            schedule(context, oldest + settings.memoryMillis());
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
        long due = due(context, control, activeAt);
        if (due > now) {
            schedule(context, due);
            return;
        }
        if (control != null && !control.hasEnded() && !control.isOverdueTold()) {
            RunControl overdue = control.overdue();
            archive.put(runId, overdue);
            schedule(context, due(context, overdue, activeAt));
            out.collect(overdue(runId, overdue, context, now));
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

    private RunVerdict overdue(String runId, RunControl control, Context context, long now)
            throws Exception {
        RunArchive.RunProgress seen = archive.progress(runId);
        long announced = control.announcedResults();
        String arrived =
                (seen == null ? 0 : seen.samples())
                        + (announced == 0 ? "" : " of " + announced)
                        + " results have arrived";
        return verdict(
                runId,
                control,
                context,
                RunVerdict.State.RUNNING,
                List.of(),
                List.of(),
                new RunDecision(
                        RunVerdict.Decision.INCONCLUSIVE,
                        "no verdict within "
                                + TimeUtils.formatWithHighestUnit(policy(context).deadline())
                                + " of the start: "
                                + arrived),
                RunVerdict.Notice.OVERDUE,
                now);
    }

    private void close(
            String runId,
            RunControl control,
            RunVerdict.State ended,
            Context context,
            Collector<RunVerdict> out)
            throws Exception {
        ModelPolicy policy = policy(context);
        Set<SeriesKey> certain = archive.certain(runId);
        RunConclusion.Conclusion concluded =
                conclusion.of(context.getCurrentKey(), runId, control, ended, certain);
        List<SeriesResult> results = concluded.results();
        RunVerdict.State state = concluded.state();
        RunDecision decision = concluded.decision();
        List<Judgement.OpenIncident> openBefore = incidents.all();
        List<Recovery> recovered = incidents.recoveredBy(state, runId, results, policy.rule());
        long now = context.timerService().currentProcessingTime();
        RunVerdict verdict =
                verdict(
                        runId,
                        control,
                        context,
                        state,
                        results,
                        recovered,
                        decision,
                        Notices.atEnd(decision, results, archive.alerted(runId), recovered),
                        now);
        incidents.open(runId, verdict.modelTag(), results);
        if (verdict.isHealthy()) {
            promote(runId, concluded.evidence(), policy);
            archive.forgetLive();
        }
        archive.forget(runId, baselines.runs());
        archive.put(runId, control.closed(now));
        schedule(context, now + settings.retentionMillis());
        scheduleExpiry(context);
        context.output(JUDGEMENTS, new Judgement(verdict, ended, List.copyOf(certain), openBefore));
        out.collect(verdict);
    }

    /** Makes a healthy run a baseline of the series that its samples are of. */
    private void promote(String runId, RunEvidence evidence, ModelPolicy policy) throws Exception {
        for (Map.Entry<SeriesKey, RunEvidence.Series> entry : evidence.series().entrySet()) {
            RunArchive.SeriesProgress progress =
                    archive.progress(new RunArchive.RunSeries(runId, entry.getKey()));
            if (progress != null && entry.getValue().scores().sum().count() > 0) {
                baselines.add(
                        entry.getKey(),
                        new BaselineStore.HealthyRun(runId, progress.comparability()),
                        policy);
            }
        }
    }

    private RunVerdict verdict(
            String runId,
            RunControl control,
            Context context,
            RunVerdict.State state,
            List<SeriesResult> results,
            List<Recovery> recovered,
            RunDecision decision,
            RunVerdict.Notice notice,
            long now)
            throws Exception {
        return conclusion.verdict(
                context.getCurrentKey(),
                runId,
                control,
                state,
                results,
                recovered,
                decision,
                notice,
                now);
    }
}
