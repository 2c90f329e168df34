package io.evalstream.jobs.quality;

import io.evalstream.contract.Outcome;
import io.evalstream.contract.SeriesCount;
import io.evalstream.udfs.verdict.EarlyVerdict;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runs of the current model as keyed state: what has been said of each, what has arrived, and
 * the scores of open runs and of those that others are compared with.
 */
final class RunArchive {

    /** One result of one run. */
    public record ScoreKey(String runId, SeriesKey series, long idHigh, long idLow) {}

    /** A score and the item it belongs to; NaN when missing, as is an unknown latency. */
    public record Score(
            double score,
            String itemKey,
            String cluster,
            String slice,
            int dispatchIndex,
            Outcome outcome,
            double latencyMs) {}

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

    private final MapState<String, RunControl> controls;
    private final MapState<String, RunProgress> progress;
    private final MapState<RunSeries, SeriesProgress> series;
    private final MapState<ScoreKey, Score> scores;
    private final MapState<RunSeries, EarlyVerdict> announced;

    RunArchive(RuntimeContext context) {
        controls = map(context, "controls", String.class, RunControl.class);
        progress = map(context, "progress", String.class, RunProgress.class);
        series = map(context, "series", RunSeries.class, SeriesProgress.class);
        scores = map(context, "scores", ScoreKey.class, Score.class);
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

    /** The series of a run whose breach people were told of while it was running. */
    Set<SeriesKey> alerted(String runId) throws Exception {
        Set<SeriesKey> alerted = new HashSet<>();
        for (Map.Entry<RunSeries, EarlyVerdict> entry : announced.entries()) {
            if (entry.getKey().runId().equals(runId) && isBreach(entry.getValue())) {
                alerted.add(entry.getKey().series());
            }
        }
        return alerted;
    }

    /** The series of a run of which people were told that they breach for certain. */
    Set<SeriesKey> certain(String runId) throws Exception {
        Set<SeriesKey> certain = new HashSet<>();
        for (Map.Entry<RunSeries, EarlyVerdict> entry : announced.entries()) {
            if (entry.getKey().runId().equals(runId)
                    && entry.getValue() == EarlyVerdict.BREACH_CERTAIN) {
                certain.add(entry.getKey().series());
            }
        }
        return certain;
    }

    /** From the first to the last sample of a run by their own time; 0 without samples. */
    long elapsedMillis(String runId) throws Exception {
        RunProgress seen = progress.get(runId);
        return seen == null ? 0 : seen.lastTsMillis() - seen.firstTsMillis();
    }

    private static boolean isBreach(EarlyVerdict verdict) {
        return verdict == EarlyVerdict.BREACH_EARLY || verdict == EarlyVerdict.BREACH_CERTAIN;
    }

    /**
     * Keeps a sample; one that replaces another under its id counts once.
     *
     * @return what it replaces, or null
     */
    Score add(Observation sample, long now) throws Exception {
        SeriesKey key = new SeriesKey(sample.task(), sample.metric(), sample.filter(), "");
        ScoreKey scoreKey =
                new ScoreKey(sample.runId(), key, sample.id().high(), sample.id().low());
        Score before = scores.get(scoreKey);
        boolean isNew = before == null;
        scores.put(
                scoreKey,
                new Score(
                        sample.score(),
                        sample.itemKey(),
                        sample.cluster(),
                        sample.slice(),
                        sample.dispatchIndex(),
                        sample.outcome(),
                        sample.latencyMs()));
        if (isNew) {
            count(sample, new RunSeries(sample.runId(), key));
        }
        note(sample, isNew, now);
        return before;
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

    /** What the samples of a series of an open run have in common, or null before the first. */
    SeriesProgress progress(RunSeries key) throws Exception {
        return series.get(key);
    }

    /** The scores of every series of some runs; costs a pass over all scores of the model. */
    Map<RunSeries, List<Score>> scores(Set<String> runs) throws Exception {
        Map<RunSeries, List<Score>> byRun = new HashMap<>();
        for (Map.Entry<ScoreKey, Score> entry : scores.entries()) {
            ScoreKey key = entry.getKey();
            if (runs.contains(key.runId())) {
                byRun.computeIfAbsent(
                                new RunSeries(key.runId(), key.series()), k -> new ArrayList<>())
                        .add(entry.getValue());
            }
        }
        return byRun;
    }

    /**
     * Forgets a closed run.
     *
     * @param needed runs whose scores stay, since others are compared with them
     */
    void forget(String closedRun, Set<String> needed) throws Exception {
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
