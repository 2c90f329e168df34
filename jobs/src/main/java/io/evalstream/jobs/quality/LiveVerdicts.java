package io.evalstream.jobs.quality;

import io.evalstream.jobs.quality.RunArchive.RunSeries;
import io.evalstream.udfs.verdict.EProcesses;
import io.evalstream.udfs.verdict.EarlyDecision;
import io.evalstream.udfs.verdict.EarlyVerdict;
import io.evalstream.udfs.verdict.MetricDefinition;
import io.evalstream.udfs.verdict.PairedComparison;
import io.evalstream.udfs.verdict.SeriesVerdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Judges the deciding series of runs that are still running, and says only what is new. */
final class LiveVerdicts {

    private final JudgeSettings settings;
    private final RunArchive archive;
    private final EvidenceReader reader;

    /** Made from state when first needed, so that nothing here has to survive a restart. */
    private final Map<LiveKey, Optional<LiveSeries>> series = new HashMap<>();

    private record LiveKey(String model, RunSeries key) {}

    /**
     * Something that can be said of a running run for the first time.
     *
     * @param isCertain whether the finished run will breach for certain
     */
    record News(
            SeriesResult result,
            RunVerdict.Decision decision,
            RunVerdict.Notice notice,
            boolean isCertain) {}

    LiveVerdicts(JudgeSettings settings, RunArchive archive, EvidenceReader reader) {
        this.settings = settings;
        this.archive = archive;
        this.reader = reader;
    }

    /**
     * Takes in a sample that is already in the archive.
     *
     * @return what is new, or null
     */
    News observe(String model, Observation sample, RunControl control) throws Exception {
        if (sample.dispatchIndex() < 0) {
            return null;
        }
        RunSeries key =
                new RunSeries(
                        sample.runId(),
                        new SeriesKey(sample.task(), sample.metric(), sample.filter(), ""));
        LiveKey liveKey = new LiveKey(model, key);
        Optional<LiveSeries> known = series.get(liveKey);
        if (known == null) {
            known = start(liveKey, control);
            if (known == null) {
                return null;
            }
            series.put(liveKey, known);
        }
        if (known.isEmpty()) {
            return null;
        }
        LiveSeries live = known.get();
        live.add(sample.dispatchIndex(), sample.itemKey(), sample.score());
        return live.engine().isDue() ? news(key, live) : null;
    }

    /** Returns null while the run has not said how large the series is. */
    private Optional<LiveSeries> start(LiveKey live, RunControl control) throws Exception {
        RunSeries key = live.key();
        Map<SeriesKey, Long> size = control.size();
        Long samples = size.get(key.series());
        if (samples == null) {
            return null;
        }
        ModelPolicy policy = settings.policies().of(live.model());
        return LiveSeries.start(
                reader.view(key, policy),
                key,
                samples,
                deciding(size),
                settings.catalogue(),
                policy);
    }

    private int deciding(Map<SeriesKey, Long> size) {
        int deciding = 0;
        for (SeriesKey key : size.keySet()) {
            int tier =
                    settings.catalogue()
                            .find(key.task(), key.metric())
                            .map(MetricDefinition::tier)
                            .orElse(1);
            deciding += key.slice().isEmpty() && tier == 1 ? 1 : 0;
        }
        return Math.max(1, deciding);
    }

    private News news(RunSeries key, LiveSeries live) throws Exception {
        EarlyVerdict verdict = live.engine().evaluate();
        EarlyVerdict told = archive.announced(key);
        if (rank(verdict) <= rank(told == null ? EarlyVerdict.UNDECIDED : told)) {
            return null;
        }
        boolean isCertain = verdict == EarlyVerdict.BREACH_CERTAIN;
        boolean isBreach = isCertain || verdict == EarlyVerdict.BREACH_EARLY;
        RunVerdict.Notice notice =
                !isBreach
                        ? RunVerdict.Notice.NONE
                        : archive.alerted(key.runId()).isEmpty()
                                ? RunVerdict.Notice.RAISED
                                : RunVerdict.Notice.ESCALATED;
        archive.announce(key, verdict);
        return new News(
                result(key, live, verdict),
                isBreach ? RunVerdict.Decision.BREACH : RunVerdict.Decision.INCONCLUSIVE,
                notice,
                isCertain);
    }

    /** What is told once is not told again; a breach is told after a clearance, not the reverse. */
    private static int rank(EarlyVerdict verdict) {
        return switch (verdict) {
            case UNDECIDED -> 0;
            case CLEAR_EARLY -> 1;
            case BREACH_EARLY -> 2;
            case BREACH_CERTAIN -> 3;
        };
    }

    private static SeriesResult result(RunSeries key, LiveSeries live, EarlyVerdict verdict) {
        EarlyDecision decision = live.engine().decision();
        int samples = live.engine().samples();
        return new SeriesResult(
                key.series(),
                seriesVerdict(verdict),
                1,
                live.higherIsBetter(),
                new Tally(decision.arrived(), 0, 0, 0),
                live.valueAt(decision.relativeDrop()),
                Double.NaN,
                new Reference(live.baselineRuns(), live.baseline(), decision.relativeDrop()),
                Reference.NONE,
                new PairedComparison(
                        decision.arrived(),
                        0,
                        0,
                        Double.NaN,
                        live.engine().maximumLogE(EProcesses.Kind.S),
                        0,
                        Double.NaN,
                        Double.NaN),
                verdict != EarlyVerdict.CLEAR_EARLY,
                decision.decidedAtSamples(),
                Changed.NONE,
                String.format(
                        Locale.ROOT,
                        "decided after %d of %d samples",
                        decision.decidedAtSamples(),
                        samples));
    }

    private static SeriesVerdict seriesVerdict(EarlyVerdict verdict) {
        return switch (verdict) {
            case BREACH_EARLY -> SeriesVerdict.BREACH_EARLY;
            case BREACH_CERTAIN -> SeriesVerdict.BREACH_CERTAIN;
            case CLEAR_EARLY -> SeriesVerdict.CLEAR_EARLY;
            case UNDECIDED -> throw new IllegalArgumentException("undecided is no verdict");
        };
    }

    /**
     * Adds to the results of an ended run when each was decided; in a cancelled run a breach that
     * was certain stands.
     */
    List<SeriesResult> settle(
            String model,
            String runId,
            RunControl control,
            boolean isCancelled,
            List<SeriesResult> results)
            throws Exception {
        List<SeriesResult> settled = new ArrayList<>();
        for (SeriesResult result : results) {
            if (result.tier() != 1 || !result.series().slice().isEmpty()) {
                settled.add(result);
                continue;
            }
            LiveKey key = new LiveKey(model, new RunSeries(runId, result.series()));
            Optional<LiveSeries> live = series.get(key);
            if (live == null) {
                live = start(key, control);
            }
            settled.add(
                    live == null || live.isEmpty()
                            ? result
                            : settle(result, live.get(), isCancelled));
        }
        return settled;
    }

    private static SeriesResult settle(SeriesResult result, LiveSeries live, boolean isCancelled) {
        EarlyDecision decision = live.engine().decision();
        SeriesResult decided = result.decidedAt(decision.decidedAtSamples());
        if (!isCancelled || decision.verdict() != EarlyVerdict.BREACH_CERTAIN) {
            return decided;
        }
        int samples = live.engine().samples();
        return decided.with(
                SeriesVerdict.BREACH_CERTAIN,
                true,
                String.format(
                        Locale.ROOT,
                        "certain after %d of %d samples; cancelling saved %d",
                        decision.decidedAtSamples(),
                        samples,
                        samples - decision.arrived()));
    }

    void forget(String model, String runId) {
        series.keySet()
                .removeIf(key -> key.model().equals(model) && key.key().runId().equals(runId));
    }
}
