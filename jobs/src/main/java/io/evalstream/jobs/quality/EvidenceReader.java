package io.evalstream.jobs.quality;

import io.evalstream.jobs.quality.BaselineStore.HealthyRun;
import io.evalstream.jobs.quality.RunArchive.RunSeries;
import io.evalstream.jobs.quality.RunArchive.Score;
import io.evalstream.jobs.quality.RunArchive.SeriesProgress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Puts together, from the archive, what a run is judged by. */
final class EvidenceReader {

    /** Share of a task's answers that the model failed to give; lower is better. */
    static final String FAILURE_RATE = "failure_rate";

    private final RunArchive archive;
    private final BaselineStore baselines;

    EvidenceReader(RunArchive archive, BaselineStore baselines) {
        this.archive = archive;
        this.baselines = baselines;
    }

    /** What one series of a run can be compared with. */
    private record Comparison(
            SeriesProgress progress,
            Comparability setUp,
            List<HealthyRun> latest,
            HealthyRun anchor) {}

    private Comparison comparison(RunSeries key, ModelPolicy policy) throws Exception {
        SeriesProgress progress = archive.progress(key);
        Comparability setUp = progress == null ? null : progress.comparability();
        return new Comparison(
                progress,
                setUp,
                baselines.latest(key.series(), setUp, policy),
                baselines.anchor(key.series(), setUp, policy));
    }

    /**
     * The scores of a run and of those that runs are compared with; costs a pass over all scores of
     * the model.
     */
    Map<RunSeries, List<Score>> scores(String runId) throws Exception {
        Set<String> wanted = new HashSet<>(baselines.runs());
        wanted.add(runId);
        return archive.scores(wanted);
    }

    /**
     * Puts together the evidence on a run that has ended.
     *
     * @param scores see {@link #scores}
     */
    RunEvidence read(
            String runId,
            RunControl control,
            ModelPolicy policy,
            Map<RunSeries, List<Score>> scores)
            throws Exception {
        Map<SeriesKey, Long> size = control.size();
        Set<SeriesKey> wholes = new TreeSet<>();
        for (RunSeries key : scores.keySet()) {
            if (key.runId().equals(runId)) {
                wholes.add(key.series());
            }
        }
        size.keySet().forEach(key -> wholes.add(key.withSlice("")));
        Map<SeriesKey, RunEvidence.Series> series = new HashMap<>();
        Map<String, RunEvidence.Latencies> latencies = new TreeMap<>();
        Set<String> tasks = new HashSet<>();
        for (SeriesKey whole : wholes) {
            Comparison comparison = comparison(new RunSeries(runId, whole), policy);
            List<Score> own = scores.getOrDefault(new RunSeries(runId, whole), List.of());
            long expected = size.getOrDefault(whole, -1L);
            series.put(whole, evidence(whole, own, expected, comparison, scores, SeriesScores::of));
            slices(whole, own, size, comparison, scores, series);
            // The metrics of a task are of the same answers: its first stands for all.
            if (tasks.add(whole.task())) {
                SeriesKey failures = new SeriesKey(whole.task(), FAILURE_RATE, "", "");
                RunEvidence.Series failed =
                        evidence(whole, own, expected, comparison, scores, SeriesScores::ofFailures)
                                .withStated(false);
                if (failed.isEverAboveZero() && !wholes.contains(failures)) {
                    series.put(failures, failed);
                }
                RunEvidence.Latencies speed = latencies(whole, own, comparison, scores);
                if (!speed.own().isEmpty()) {
                    latencies.put(whole.task(), speed);
                }
            }
        }
        return new RunEvidence(series, latencies);
    }

    private static RunEvidence.Series evidence(
            SeriesKey whole,
            List<Score> own,
            long expected,
            Comparison comparison,
            Map<RunSeries, List<Score>> scores,
            Function<List<Score>, SeriesScores> sum) {
        List<RunEvidence.Earlier> latest = new ArrayList<>();
        for (HealthyRun run : comparison.latest()) {
            SeriesScores of = sum.apply(of(run, whole, scores));
            if (of.sum().count() > 0) {
                latest.add(new RunEvidence.Earlier(run.runId(), of));
            }
        }
        RunEvidence.Earlier anchor = null;
        if (comparison.anchor() != null) {
            SeriesScores of = sum.apply(of(comparison.anchor(), whole, scores));
            anchor =
                    of.sum().count() == 0
                            ? null
                            : new RunEvidence.Earlier(comparison.anchor().runId(), of);
        }
        SeriesProgress progress = comparison.progress();
        return new RunEvidence.Series(
                sum.apply(own),
                expected,
                progress == null ? null : progress.higherIsBetter(),
                latest,
                anchor,
                note(comparison));
    }

    private static List<Score> of(
            HealthyRun run, SeriesKey whole, Map<RunSeries, List<Score>> scores) {
        return scores.getOrDefault(new RunSeries(run.runId(), whole), List.of());
    }

    private static String note(Comparison comparison) {
        for (HealthyRun run : comparison.latest()) {
            if (comparison.setUp() != null
                    && !comparison.setUp().admits(run.comparability(), Comparability.Rule.STRICT)) {
                return "prompt, generation, chat template, judge or engine differ from the baseline";
            }
        }
        return "";
    }

    /** Adds the slices of a whole series; small ones of this run are taken together. */
    private static void slices(
            SeriesKey whole,
            List<Score> own,
            Map<SeriesKey, Long> size,
            Comparison comparison,
            Map<RunSeries, List<Score>> scores,
            Map<SeriesKey, RunEvidence.Series> series) {
        SlicePool pool = SlicePool.of(whole, own, size);
        for (String slice : pool.names()) {
            List<Score> selected = pool.select(own, slice);
            if (!selected.isEmpty() && selected.size() == own.size()) {
                continue; // It is the whole once more.
            }
            series.put(
                    whole.withSlice(slice),
                    evidence(
                            whole,
                            selected,
                            pool.expected(slice),
                            comparison,
                            scores,
                            all -> SeriesScores.of(pool.select(all, slice))));
        }
    }

    private static RunEvidence.Latencies latencies(
            SeriesKey whole,
            List<Score> own,
            Comparison comparison,
            Map<RunSeries, List<Score>> scores) {
        List<String> runs = new ArrayList<>();
        List<Map<String, Double>> earlier = new ArrayList<>();
        for (HealthyRun run : comparison.latest()) {
            Map<String, Double> latencies = byItem(of(run, whole, scores), EvidenceReader::latency);
            if (!latencies.isEmpty()) {
                runs.add(run.runId());
                earlier.add(latencies);
            }
        }
        return new RunEvidence.Latencies(
                byItem(own, EvidenceReader::latency), runs, ItemMeans.of(earlier));
    }

    /** Of an answer that was given; how long a failure took says nothing of the speed. */
    private static double latency(Score score) {
        return score.latencyMs() > 0
                        && score.latencyMs() < Double.POSITIVE_INFINITY
                        && score.outcome().isMeasured()
                        && !SeriesScores.isFailure(score.outcome())
                ? score.latencyMs()
                : Double.NaN;
    }

    private static Map<String, Double> byItem(List<Score> scores, ToDoubleFunction<Score> value) {
        Map<String, Double> byItem = new TreeMap<>();
        for (Score score : scores) {
            double number = value.applyAsDouble(score);
            if (!score.itemKey().isEmpty() && !Double.isNaN(number)) {
                byItem.put(score.itemKey(), number);
            }
        }
        return byItem;
    }

    /**
     * The scores of a run on one series, and those of the runs it is compared with.
     *
     * @param own every result of the run
     * @param baseline oldest run first
     * @param slices the slice of each item that has one, as the latest of these runs says
     * @param stated direction the events state, or null
     */
    record SeriesView(
            List<Score> own,
            List<RunEvidence.Earlier> baseline,
            Map<String, String> slices,
            Boolean stated) {}

    /**
     * Puts together what one series of a run is judged by before its end.
     *
     * @param scores see {@link #scores}
     */
    SeriesView view(RunSeries key, ModelPolicy policy, Map<RunSeries, List<Score>> scores)
            throws Exception {
        Comparison comparison = comparison(key, policy);
        List<Score> own = scores.getOrDefault(key, List.of());
        RunEvidence.Series evidence =
                evidence(key.series(), own, -1, comparison, scores, SeriesScores::of);
        Map<String, String> slices = new HashMap<>();
        for (HealthyRun run : comparison.latest()) {
            for (Score score : of(run, key.series(), scores)) {
                if (!score.slice().isEmpty() && !score.itemKey().isEmpty()) {
                    slices.put(score.itemKey(), score.slice());
                }
            }
        }
        return new SeriesView(own, evidence.baseline(), slices, evidence.stated());
    }
}
