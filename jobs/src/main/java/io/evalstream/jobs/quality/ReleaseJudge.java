package io.evalstream.jobs.quality;

import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SeriesCount;
import io.evalstream.udfs.verdict.DropRule;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers the runs of one model, decides when each has ended, judges it, and keeps the healthy ones
 * as the baseline of the next.
 *
 * <p>Keyed by model, because whether a run may serve as a baseline is a decision over all of its
 * metrics: one key makes it atomic. Parsing, removal of duplicates, windows and storage are spread
 * over other keys; what arrives here is one small record a sample.
 */
final class ReleaseJudge extends KeyedCoProcessFunction<String, Observation, RunEvent, RunVerdict> {
    private static final long serialVersionUID = 1L;

    /** One result of one run. */
    public record ScoreKey(String runId, SeriesKey series, long idHigh, long idLow) {}

    /** A score and the item it belongs to; NaN when missing. */
    public record Score(double score, String itemKey, String cluster, String slice) {}

    /** One series of one run. */
    public record RunSeries(String runId, SeriesKey series) {}

    /** What the samples of a series have in common, and how many there are. */
    public record SeriesProgress(
            Comparability comparability, Boolean higherIsBetter, long results) {}

    /** What the samples of a run say about it. */
    public record RunProgress(
            String modelTag,
            String imageDigest,
            long firstTsMillis,
            long lastTsMillis,
            long samples,
            long activeAtMillis) {}

    /** Healthy runs of one series, oldest first. */
    public record History(List<BaselineEntry> entries) {}

    private final JudgeSettings settings;
    private transient RunAssessment assessment;
    private transient MapState<String, RunControl> controls;
    private transient MapState<String, RunProgress> progress;
    private transient MapState<RunSeries, SeriesProgress> series;
    private transient MapState<ScoreKey, Score> scores;
    private transient MapState<SeriesKey, History> baseline;
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
        controls = map("controls", String.class, RunControl.class);
        progress = map("progress", String.class, RunProgress.class);
        series = map("series", RunSeries.class, SeriesProgress.class);
        scores = map("scores", ScoreKey.class, Score.class);
        baseline = map("baseline", SeriesKey.class, History.class);
        timer =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "timer", TypeInformation.of(Long.class)));
        late = getRuntimeContext().getMetricGroup().counter("samplesAfterVerdict");
    }

    private <K, V> MapState<K, V> map(String name, Class<K> key, Class<V> value) {
        return getRuntimeContext()
                .getMapState(
                        new MapStateDescriptor<>(
                                name, TypeInformation.of(key), TypeInformation.of(value)));
    }

    @Override
    public void processElement1(Observation sample, Context context, Collector<RunVerdict> out)
            throws Exception {
        RunControl control = controls.get(sample.runId());
        if (control != null && control.isClosed()) {
            late.inc();
            return;
        }
        SeriesKey key = new SeriesKey(sample.task(), sample.metric(), sample.filter(), "");
        ScoreKey scoreKey =
                new ScoreKey(sample.runId(), key, sample.id().high(), sample.id().low());
        boolean isNew = !scores.contains(scoreKey);
        scores.put(
                scoreKey,
                new Score(sample.score(), sample.itemKey(), sample.cluster(), sample.slice()));
        if (isNew) {
            count(sample, new RunSeries(sample.runId(), key));
        }
        long now = context.timerService().currentProcessingTime();
        note(sample, isNew, now);
        if (control != null && isComplete(sample.runId(), control)) {
            close(sample.runId(), control, RunVerdict.State.COMPLETE, context, out);
        } else {
            schedule(context, due(control, now));
        }
    }

    private void count(Observation sample, RunSeries key) throws Exception {
        SeriesProgress before = series.get(key);
        series.put(
                key,
                before == null
                        ? new SeriesProgress(sample.comparability(), sample.higherIsBetter(), 1)
                        : new SeriesProgress(
                                before.comparability().merge(sample.comparability()),
                                before.higherIsBetter() == null
                                        ? sample.higherIsBetter()
                                        : before.higherIsBetter(),
                                before.results() + 1));
    }

    private void note(Observation sample, boolean isNew, long now) throws Exception {
        RunProgress before = progress.get(sample.runId());
        progress.put(
                sample.runId(),
                before == null
                        ? new RunProgress(
                                sample.modelTag(),
                                sample.imageDigest(),
                                sample.tsMillis(),
                                sample.tsMillis(),
                                1,
                                now)
                        : new RunProgress(
                                before.modelTag(),
                                before.imageDigest(),
                                Math.min(before.firstTsMillis(), sample.tsMillis()),
                                Math.max(before.lastTsMillis(), sample.tsMillis()),
                                before.samples() + (isNew ? 1 : 0),
                                now));
    }

    @Override
    public void processElement2(RunEvent event, Context context, Collector<RunVerdict> out)
            throws Exception {
        RunControl before = controls.get(event.runId());
        if (before != null && before.isClosed()) {
            return;
        }
        long now = context.timerService().currentProcessingTime();
        RunControl control = (before == null ? RunControl.NONE : before).with(event, now);
        controls.put(event.runId(), control);
        if (event.type() == RunEvent.Type.RUN_CANCELLED) {
            close(event.runId(), control, RunVerdict.State.CANCELLED, context, out);
        } else if (isComplete(event.runId(), control)) {
            close(event.runId(), control, RunVerdict.State.COMPLETE, context, out);
        } else {
            schedule(context, due(control, now));
        }
    }

    private boolean isComplete(String runId, RunControl control) throws Exception {
        if (!control.hasEnded() || control.announced().isEmpty()) {
            return false;
        }
        for (SeriesCount announced : control.announced()) {
            if (!announced.slice().isEmpty()) {
                continue;
            }
            SeriesProgress arrived = series.get(new RunSeries(runId, SeriesKey.of(announced)));
            if ((arrived == null ? 0 : arrived.results()) < announced.samples()) {
                return false;
            }
        }
        return true;
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
        Set<String> runs = new HashSet<>();
        progress.keys().forEach(runs::add);
        controls.keys().forEach(runs::add);
        for (String runId : runs) {
            visit(runId, time, context, out);
        }
    }

    /** Closes a run that has been silent too long, forgets one that was closed long ago. */
    private void visit(String runId, long now, Context context, Collector<RunVerdict> out)
            throws Exception {
        RunControl control = controls.get(runId);
        if (control != null && control.isClosed()) {
            long end = control.closedAtMillis() + settings.retentionMillis();
            if (end <= now) {
                controls.remove(runId);
            } else {
                schedule(context, end);
            }
            return;
        }
        RunProgress active = progress.get(runId);
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
        Map<SeriesKey, RunAssessment.Evidence> evidence = evidence(runId, control);
        List<SeriesResult> results = assessment.results(evidence);
        RunVerdict.State state =
                ended == RunVerdict.State.CANCELLED || RunAssessment.isCovered(results)
                        ? ended
                        : RunVerdict.State.PARTIAL;
        Map.Entry<RunVerdict.Decision, String> decision = RunAssessment.decide(state, results);
        long now = context.timerService().currentProcessingTime();
        RunVerdict verdict = verdict(runId, control, context, state, results, decision, now);
        if (verdict.isHealthy()) {
            promote(runId, evidence);
        }
        forget(runId);
        controls.put(runId, control.closed(now));
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
            long now)
            throws Exception {
        RunProgress seen = progress.get(runId);
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
                now);
    }

    /** Gathers scores, expectations and baselines of every series and slice of a run. */
    private Map<SeriesKey, RunAssessment.Evidence> evidence(String runId, RunControl control)
            throws Exception {
        Map<SeriesKey, SeriesScores> own = new HashMap<>();
        Map<RunSeries, Map<String, Double>> others = new HashMap<>();
        for (Map.Entry<ScoreKey, Score> entry : scores.entries()) {
            SeriesKey key = entry.getKey().series();
            Score score = entry.getValue();
            if (entry.getKey().runId().equals(runId)) {
                own.computeIfAbsent(key, k -> new SeriesScores())
                        .add(score.itemKey(), score.cluster(), score.score());
                if (!score.slice().isEmpty()) {
                    own.computeIfAbsent(key.withSlice(score.slice()), k -> new SeriesScores())
                            .add(score.itemKey(), score.cluster(), score.score());
                }
            } else if (!score.itemKey().isEmpty() && !Double.isNaN(score.score())) {
                others.computeIfAbsent(
                                new RunSeries(entry.getKey().runId(), key), k -> new HashMap<>())
                        .put(score.itemKey(), score.score());
            }
        }
        Map<SeriesKey, Long> size = control.size();
        size.keySet().forEach(key -> own.computeIfAbsent(key, k -> new SeriesScores()));
        Map<SeriesKey, RunAssessment.Evidence> evidence = new HashMap<>();
        for (Map.Entry<SeriesKey, SeriesScores> entry : own.entrySet()) {
            SeriesKey whole = entry.getKey().withSlice("");
            SeriesProgress common = series.get(new RunSeries(runId, whole));
            List<BaselineEntry> comparable = comparable(entry.getKey(), common);
            evidence.put(
                    entry.getKey(),
                    new RunAssessment.Evidence(
                            entry.getValue(),
                            size.getOrDefault(entry.getKey(), -1L),
                            common == null ? null : common.higherIsBetter(),
                            comparable,
                            earlier(comparable, whole, others),
                            note(common, comparable)));
        }
        return evidence;
    }

    /** Scores of the baseline runs by item key, oldest run first. */
    private static List<Map<String, Double>> earlier(
            List<BaselineEntry> comparable,
            SeriesKey whole,
            Map<RunSeries, Map<String, Double>> scores) {
        List<Map<String, Double>> runs = new ArrayList<>();
        for (BaselineEntry entry : comparable) {
            runs.add(scores.getOrDefault(new RunSeries(entry.runId(), whole), Map.of()));
        }
        return runs;
    }

    private List<BaselineEntry> comparable(SeriesKey key, SeriesProgress common) throws Exception {
        History history = baseline.get(key);
        if (history == null) {
            return List.of();
        }
        List<BaselineEntry> admitted = new ArrayList<>();
        for (BaselineEntry entry : history.entries()) {
            if (common == null
                    || common.comparability()
                            .admits(entry.comparability(), settings.comparability())) {
                admitted.add(entry);
            }
        }
        int surplus = Math.max(0, admitted.size() - settings.baselineRuns());
        return List.copyOf(admitted.subList(surplus, admitted.size()));
    }

    private static String note(SeriesProgress common, List<BaselineEntry> comparable) {
        for (BaselineEntry entry : comparable) {
            if (common != null
                    && !common.comparability()
                            .admits(entry.comparability(), Comparability.Rule.STRICT)) {
                return "prompt, generation, chat template, judge or engine differ from the baseline";
            }
        }
        return "";
    }

    /** Adds a healthy run to the baseline and drops what no baseline needs any more. */
    private void promote(String runId, Map<SeriesKey, RunAssessment.Evidence> evidence)
            throws Exception {
        for (Map.Entry<SeriesKey, RunAssessment.Evidence> entry : evidence.entrySet()) {
            SeriesScores own = entry.getValue().scores();
            SeriesProgress common = series.get(new RunSeries(runId, entry.getKey().withSlice("")));
            if (own.sum().count() == 0 || common == null) {
                continue;
            }
            History before = baseline.get(entry.getKey());
            List<BaselineEntry> entries =
                    new ArrayList<>(before == null ? List.of() : before.entries());
            entries.add(
                    new BaselineEntry(
                            runId,
                            common.comparability(),
                            own.sum(),
                            own.smallest(),
                            own.largest()));
            int surplus = Math.max(0, entries.size() - settings.rememberedRuns());
            baseline.put(
                    entry.getKey(),
                    new History(new ArrayList<>(entries.subList(surplus, entries.size()))));
        }
    }

    /** Forgets a closed run, but for the scores of runs that serve as a baseline. */
    private void forget(String closedRun) throws Exception {
        Set<String> needed = new HashSet<>();
        for (History history : baseline.values()) {
            history.entries().forEach(entry -> needed.add(entry.runId()));
        }
        progress.remove(closedRun);
        List<RunSeries> oldSeries = new ArrayList<>();
        for (RunSeries key : series.keys()) {
            if (key.runId().equals(closedRun)) {
                oldSeries.add(key);
            }
        }
        for (RunSeries key : oldSeries) {
            series.remove(key);
        }
        List<ScoreKey> oldScores = new ArrayList<>();
        for (ScoreKey key : scores.keys()) {
            boolean open = progress.contains(key.runId());
            if (!open && !needed.contains(key.runId())) {
                oldScores.add(key);
            }
        }
        for (ScoreKey key : oldScores) {
            scores.remove(key);
        }
    }
}
