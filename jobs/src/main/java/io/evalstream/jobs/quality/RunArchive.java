package io.evalstream.jobs.quality;

import io.evalstream.contract.SeriesCount;
import io.evalstream.udfs.verdict.EarlyVerdict;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keyed state of the judge: the runs of the current model, open and closed, and the scores of
 * those that serve as its baseline.
 */
final class RunArchive {

    /** One result of one run. */
    public record ScoreKey(String runId, SeriesKey series, long idHigh, long idLow) {}

    /** A score and the item it belongs to; NaN when missing. */
    public record Score(
            double score, String itemKey, String cluster, String slice, int dispatchIndex) {}

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
    private final MapState<String, RunControl> controls;
    private final MapState<String, RunProgress> progress;
    private final MapState<RunSeries, SeriesProgress> series;
    private final MapState<ScoreKey, Score> scores;
    private final MapState<SeriesKey, History> baseline;
    private final MapState<RunSeries, EarlyVerdict> announced;

    RunArchive(RuntimeContext context, JudgeSettings settings) {
        this.settings = settings;
        controls = map(context, "controls", String.class, RunControl.class);
        progress = map(context, "progress", String.class, RunProgress.class);
        series = map(context, "series", RunSeries.class, SeriesProgress.class);
        scores = map(context, "scores", ScoreKey.class, Score.class);
        baseline = map(context, "baseline", SeriesKey.class, History.class);
        announced = map(context, "announced", RunSeries.class, EarlyVerdict.class);
    }

    private static <K, V> MapState<K, V> map(
            RuntimeContext context, String name, Class<K> key, Class<V> value) {
        return context.getMapState(
                new MapStateDescriptor<>(name, TypeInformation.of(key), TypeInformation.of(value)));
    }

    /** What was said of a run, or null. */
    RunControl control(String runId) throws Exception {
        return controls.get(runId);
    }

    void put(String runId, RunControl control) throws Exception {
        controls.put(runId, control);
    }

    void removeControl(String runId) throws Exception {
        controls.remove(runId);
    }

    /** What the samples of a run have said of it, or null. */
    RunProgress progress(String runId) throws Exception {
        return progress.get(runId);
    }

    /** Every run there is something about. */
    Set<String> runs() throws Exception {
        Set<String> runs = new HashSet<>();
        progress.keys().forEach(runs::add);
        controls.keys().forEach(runs::add);
        return runs;
    }

    /** The strongest early verdict that was told of a series, or null. */
    EarlyVerdict announced(RunSeries key) throws Exception {
        return announced.get(key);
    }

    void announce(RunSeries key, EarlyVerdict verdict) throws Exception {
        announced.put(key, verdict);
    }

    /** Whether people were told of a breach of this run while it was running. */
    boolean isAlerted(String runId) throws Exception {
        for (Map.Entry<RunSeries, EarlyVerdict> entry : announced.entries()) {
            if (entry.getKey().runId().equals(runId) && isBreach(entry.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBreach(EarlyVerdict verdict) {
        return verdict == EarlyVerdict.BREACH_EARLY || verdict == EarlyVerdict.BREACH_CERTAIN;
    }

    /** Keeps a sample; one that replaces another under its id counts once. */
    void add(Observation sample, long now) throws Exception {
        SeriesKey key = new SeriesKey(sample.task(), sample.metric(), sample.filter(), "");
        ScoreKey scoreKey =
                new ScoreKey(sample.runId(), key, sample.id().high(), sample.id().low());
        boolean isNew = !scores.contains(scoreKey);
        scores.put(
                scoreKey,
                new Score(
                        sample.score(),
                        sample.itemKey(),
                        sample.cluster(),
                        sample.slice(),
                        sample.dispatchIndex()));
        if (isNew) {
            count(sample, new RunSeries(sample.runId(), key));
        }
        note(sample, isNew, now);
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

    /** Whether all that was announced has arrived. */
    boolean isComplete(String runId, RunControl control) throws Exception {
        if (!control.hasEnded() || control.announced().isEmpty()) {
            return false;
        }
        RunProgress arrivedInAll = progress.get(runId);
        if ((arrivedInAll == null ? 0 : arrivedInAll.samples()) < control.announcedResults()) {
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

    /** Gathers scores, expectations and baselines of every series and slice of a run. */
    Map<SeriesKey, RunAssessment.Evidence> evidence(String runId, RunControl control)
            throws Exception {
        Map<SeriesKey, SeriesScores> own = new HashMap<>();
        Map<RunSeries, Map<String, Double>> others = baselineSeries(runId);
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
                Map<String, Double> other = others.get(new RunSeries(entry.getKey().runId(), key));
                if (other != null) {
                    other.put(score.itemKey(), score.score());
                }
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

    /** An empty map for each whole series of each run that this one is compared with. */
    private Map<RunSeries, Map<String, Double>> baselineSeries(String runId) throws Exception {
        Map<RunSeries, Map<String, Double>> wanted = new HashMap<>();
        for (SeriesKey key : baseline.keys()) {
            SeriesKey whole = key.withSlice("");
            for (BaselineEntry entry : comparable(key, series.get(new RunSeries(runId, whole)))) {
                wanted.put(new RunSeries(entry.runId(), whole), new HashMap<>());
            }
        }
        return wanted;
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

    /**
     * The scores of a run on one series, and what the comparable runs scored on each item.
     *
     * @param own every result of the run
     * @param baselineByItem mean score over the baseline runs by item key
     * @param stated direction the events state, or null
     */
    record SeriesView(
            List<Score> own,
            List<BaselineEntry> baseline,
            Map<String, Double> baselineByItem,
            Boolean stated) {}

    /** Reads one series of an open run; costs a pass over all scores of the model. */
    SeriesView view(RunSeries key) throws Exception {
        SeriesProgress common = series.get(key);
        List<BaselineEntry> comparable = comparable(key.series(), common);
        Map<String, Map<String, Double>> earlier = new LinkedHashMap<>();
        comparable.forEach(entry -> earlier.put(entry.runId(), new HashMap<>()));
        List<Score> own = new ArrayList<>();
        for (Map.Entry<ScoreKey, Score> entry : scores.entries()) {
            if (!entry.getKey().series().equals(key.series())) {
                continue;
            }
            Score score = entry.getValue();
            if (entry.getKey().runId().equals(key.runId())) {
                own.add(score);
                continue;
            }
            Map<String, Double> run = earlier.get(entry.getKey().runId());
            if (run != null && !score.itemKey().isEmpty() && !Double.isNaN(score.score())) {
                run.put(score.itemKey(), score.score());
            }
        }
        return new SeriesView(
                own,
                comparable,
                RunAssessment.meanByItem(List.copyOf(earlier.values())),
                common == null ? null : common.higherIsBetter());
    }

    /** Adds a healthy run to the baseline and drops what no baseline needs any more. */
    void promote(String runId, Map<SeriesKey, RunAssessment.Evidence> evidence) throws Exception {
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
            baseline.put(entry.getKey(), new History(latest(entries)));
        }
    }

    /** A baseline's worth of the latest runs of each set-up, of the latest few set-ups. */
    private List<BaselineEntry> latest(List<BaselineEntry> entries) {
        Map<Comparability, Integer> kept = new HashMap<>();
        Deque<BaselineEntry> latest = new ArrayDeque<>();
        for (int i = entries.size() - 1; i >= 0; i--) {
            Comparability setUp = entries.get(i).comparability();
            int runs = kept.getOrDefault(setUp, 0);
            boolean isKnown = runs > 0 || kept.size() < JudgeSettings.REMEMBERED_SET_UPS;
            if (isKnown && runs < settings.baselineRuns()) {
                kept.put(setUp, runs + 1);
                latest.addFirst(entries.get(i));
            }
        }
        return new ArrayList<>(latest);
    }

    /** Forgets a closed run, but for the scores of runs that serve as a baseline. */
    void forget(String closedRun) throws Exception {
        Set<String> needed = new HashSet<>();
        for (History history : baseline.values()) {
            history.entries().forEach(entry -> needed.add(entry.runId()));
        }
        progress.remove(closedRun);
        List<RunSeries> told = new ArrayList<>();
        for (RunSeries key : announced.keys()) {
            if (key.runId().equals(closedRun)) {
                told.add(key);
            }
        }
        for (RunSeries key : told) {
            announced.remove(key);
        }
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
