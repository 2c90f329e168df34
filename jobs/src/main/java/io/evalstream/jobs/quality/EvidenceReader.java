package io.evalstream.jobs.quality;

import io.evalstream.jobs.quality.BaselineStore.HealthyRun;
import io.evalstream.jobs.quality.RunArchive.RunSeries;
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

    /** Puts together the evidence on a run that has ended. */
    RunEvidence read(String runId, RunControl control, ModelPolicy policy) throws Exception {
        Map<SeriesKey, Long> size = control.size();
        Set<SeriesKey> wholes = new TreeSet<>(archive.seriesWithScores(runId));
        size.keySet().forEach(key -> wholes.add(key.withSlice("")));
        Map<SeriesKey, RunEvidence.Series> series = new HashMap<>();
        Map<String, RunEvidence.Latencies> latencies = new TreeMap<>();
        Set<String> tasks = new HashSet<>();
        for (SeriesKey whole : wholes) {
            Comparison comparison = comparison(new RunSeries(runId, whole), policy);
            GatheredScores own = archive.scores(runId, whole);
            long expected = size.getOrDefault(whole, -1L);
            series.put(
                    whole,
                    evidence(whole, own.whole(), expected, comparison, GatheredScores::whole));
            slices(whole, own, size, comparison, series);
            // The metrics of a task are of the same answers: its first stands for all.
            if (tasks.add(whole.task())) {
                SeriesKey failures = new SeriesKey(whole.task(), FAILURE_RATE, "", "");
                RunEvidence.Series failed =
                        evidence(
                                        whole,
                                        own.failures(),
                                        expected,
                                        comparison,
                                        GatheredScores::failures)
                                .withStated(false);
                if (failed.isEverAboveZero() && !wholes.contains(failures)) {
                    series.put(failures, failed);
                }
                RunEvidence.Latencies speed = latencies(whole, own, comparison);
                if (speed.own().size() > 0) {
                    latencies.put(whole.task(), speed);
                }
            }
        }
        return new RunEvidence(series, latencies);
    }

    private RunEvidence.Series evidence(
            SeriesKey whole,
            SeriesScores own,
            long expected,
            Comparison comparison,
            Function<GatheredScores, SeriesScores> part) {
        List<RunEvidence.Earlier> latest = new ArrayList<>();
        for (HealthyRun run : comparison.latest()) {
            SeriesScores of = part.apply(archive.scores(run.runId(), whole));
            if (of.sum().count() > 0) {
                latest.add(new RunEvidence.Earlier(run.runId(), of));
            }
        }
        RunEvidence.Earlier anchor = null;
        if (comparison.anchor() != null) {
            SeriesScores of = part.apply(archive.scores(comparison.anchor().runId(), whole));
            anchor =
                    of.sum().count() == 0
                            ? null
                            : new RunEvidence.Earlier(comparison.anchor().runId(), of);
        }
        SeriesProgress progress = comparison.progress();
        return new RunEvidence.Series(
                own,
                expected,
                progress == null ? null : progress.higherIsBetter(),
                latest,
                anchor,
                note(comparison));
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
    private void slices(
            SeriesKey whole,
            GatheredScores own,
            Map<SeriesKey, Long> size,
            Comparison comparison,
            Map<SeriesKey, RunEvidence.Series> series) {
        SlicePool pool = SlicePool.of(whole, own.bySlice(), size);
        for (String slice : pool.names()) {
            SeriesScores selected = own.slice(pool, slice);
            if (selected.results() > 0 && selected.results() == own.all().size()) {
                continue; // It is the whole once more.
            }
            series.put(
                    whole.withSlice(slice),
                    evidence(
                            whole,
                            selected,
                            pool.expected(slice),
                            comparison,
                            run -> run.slice(pool, slice)));
        }
    }

    private RunEvidence.Latencies latencies(
            SeriesKey whole, GatheredScores own, Comparison comparison) {
        List<String> runs = new ArrayList<>();
        List<ItemNumbers> earlier = new ArrayList<>();
        for (HealthyRun run : comparison.latest()) {
            ItemNumbers latencies = archive.scores(run.runId(), whole).latencies();
            if (latencies.size() > 0) {
                runs.add(run.runId());
                earlier.add(latencies);
            }
        }
        return new RunEvidence.Latencies(own.latencies(), runs, ItemMeans.of(earlier));
    }

    /**
     * The scores of a run on one series, and those of the runs it is compared with.
     *
     * @param own every result of the run
     * @param baseline oldest run first
     * @param means their mean scores
     * @param slices those of the items of these runs
     * @param stated direction the events state, or null
     */
    record SeriesView(
            GatheredScores own,
            List<RunEvidence.Earlier> baseline,
            ItemMeans means,
            BaselineSlices slices,
            Boolean stated) {}

    /** Puts together what one series of a run is judged by before its end. */
    SeriesView view(RunSeries key, ModelPolicy policy) throws Exception {
        Comparison comparison = comparison(key, policy);
        GatheredScores own = archive.scores(key.runId(), key.series());
        RunEvidence.Series evidence =
                evidence(key.series(), own.whole(), -1, comparison, GatheredScores::whole);
        List<GatheredScores> earlier = new ArrayList<>();
        for (HealthyRun run : comparison.latest()) {
            earlier.add(archive.scores(run.runId(), key.series()));
        }
        ItemMeans means = RunEvidence.Series.means(evidence.baseline());
        return new SeriesView(
                own,
                evidence.baseline(),
                means,
                GatheredScores.slices(earlier, means),
                evidence.stated());
    }
}
