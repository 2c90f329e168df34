package io.evalstream.jobs.quality;

import io.evalstream.jobs.quality.RunArchive.RunSeries;
import io.evalstream.jobs.quality.RunArchive.Score;
import io.evalstream.udfs.verdict.EProcesses;
import io.evalstream.udfs.verdict.EarlyDecision;
import io.evalstream.udfs.verdict.EarlyVerdict;
import io.evalstream.udfs.verdict.MetricDefinition;
import io.evalstream.udfs.verdict.PairedComparison;
import io.evalstream.udfs.verdict.SeriesVerdict;
import io.evalstream.udfs.verdict.SliceFinding;

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
     * @param series whose sample it is; what is judged is kept with it, made anew when needed, so
     *     that nothing of it has to survive a restart
     * @param item its item
     * @param replaced the result that it replaces, or null
     * @return what is new
     */
    List<News> observe(
            String model,
            ArchivedRun run,
            SeriesOfRun series,
            Observation sample,
            Text item,
            Score replaced)
            throws Exception {
        if (replaced != null && isTakenBack(replaced, sample)) {
            series.forgetLive();
        }
        if (sample.dispatchIndex() < 0) {
            return List.of();
        }
        if (!series.isLiveKnown()) {
            RunSeries key = series.key();
            if (!run.size().containsKey(key.series())) {
                return List.of(); // The run has not said how large it is.
            }
            LiveKey liveKey = new LiveKey(model, key);
            series.live(start(liveKey, run.size()));
        }
        LiveSeries live = series.live();
        if (live == null) {
            return List.of();
        }
        live.add(sample.dispatchIndex(), item, sample.slice(), sample.score());
        boolean isWholeDue = live.engine().isDue();
        boolean areSlicesDue = live.slices().isDue();
        if (!isWholeDue && !areSlicesDue) {
            return List.of();
        }
        List<News> news = new ArrayList<>();
        if (isWholeDue) {
            whole(series.key(), live, news);
        }
        if (areSlicesDue) {
            slices(new LiveKey(model, series.key()), live, news);
        }
        return news;
    }

    /** Whether a score has to be unsaid: engines replace scores in their place and slice only. */
    private static boolean isTakenBack(Score before, Observation now) {
        return !Double.isNaN(before.score())
                && (Double.isNaN(now.score())
                        || before.dispatchIndex() != now.dispatchIndex()
                        || !before.slice().equals(now.slice()));
    }

    private Optional<LiveSeries> start(LiveKey live, Map<SeriesKey, Long> size) throws Exception {
        RunSeries key = live.key();
        ModelPolicy policy = settings.policies().of(live.model());
        return LiveSeries.start(
                reader.view(key, policy),
                key,
                size.get(key.series()),
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

    private void whole(RunSeries key, LiveSeries live, List<News> news) throws Exception {
        EarlyVerdict verdict = live.engine().evaluate();
        EarlyVerdict told = archive.announced(key);
        if (rank(verdict) <= rank(told == null ? EarlyVerdict.UNDECIDED : told)) {
            return;
        }
        boolean isCertain = verdict == EarlyVerdict.BREACH_CERTAIN;
        boolean isBreach = isCertain || verdict == EarlyVerdict.BREACH_EARLY;
        RunVerdict.Notice notice =
                isBreach
                        ? notice(Notices.isWholeHeard(archive.alerted(key.runId())))
                        : RunVerdict.Notice.NONE;
        archive.announce(key, verdict);
        news.add(
                new News(
                        result(key, live, verdict),
                        isBreach ? RunVerdict.Decision.BREACH : RunVerdict.Decision.INCONCLUSIVE,
                        notice,
                        isCertain));
    }

    private void slices(LiveKey liveKey, LiveSeries live, List<News> news) throws Exception {
        RunSeries key = liveKey.key();
        int told = 0;
        for (SeriesKey alerted : archive.alerted(key.runId())) {
            boolean isSlice = !alerted.slice().isEmpty();
            told += isSlice && alerted.withSlice("").equals(key.series()) ? 1 : 0;
        }
        if (live.slices().evaluate() <= told) {
            return;
        }
        boolean decides = settings.policies().of(liveKey.model()).slicesDecide();
        for (SliceFinding finding : live.slices().findings()) {
            RunSeries slice = new RunSeries(key.runId(), key.series().withSlice(finding.name()));
            if (finding.result() == SliceFinding.Result.DROP && archive.announced(slice) == null) {
                boolean isHeard =
                        decides
                                ? Notices.isWholeHeard(archive.alerted(key.runId()))
                                : !archive.alerted(key.runId()).isEmpty();
                archive.announce(slice, EarlyVerdict.BREACH_EARLY);
                news.add(
                        new News(
                                sliceResult(slice.series(), live, finding, decides ? 1 : 2),
                                decides
                                        ? RunVerdict.Decision.BREACH
                                        : RunVerdict.Decision.INCONCLUSIVE,
                                notice(isHeard),
                                false));
            }
        }
    }

    private static RunVerdict.Notice notice(boolean isHeard) {
        return isHeard ? RunVerdict.Notice.ESCALATED : RunVerdict.Notice.RAISED;
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

    private static SeriesResult sliceResult(
            SeriesKey slice, LiveSeries live, SliceFinding finding, int tier) {
        return new SeriesResult(
                slice,
                SeriesVerdict.BREACH_EARLY,
                tier,
                live.higherIsBetter(),
                new Tally(finding.compared(), 0, 0, 0),
                Double.NaN,
                Double.NaN,
                new Reference(live.baselineRuns(), Double.NaN, finding.relativeDrop()),
                Reference.NONE,
                new PairedComparison(
                        finding.compared(),
                        0,
                        0,
                        Double.NaN,
                        finding.maximumLogE(),
                        0,
                        Double.NaN,
                        Double.NaN),
                true,
                finding.foundAt(),
                Changed.NONE,
                String.format(
                        Locale.ROOT,
                        "%s dropped, found after %d samples of the run, %d of its own",
                        slice,
                        finding.foundAt(),
                        finding.compared()));
    }

    private static SeriesVerdict seriesVerdict(EarlyVerdict verdict) {
        return switch (verdict) {
            case BREACH_EARLY -> SeriesVerdict.BREACH_EARLY;
            case BREACH_CERTAIN -> SeriesVerdict.BREACH_CERTAIN;
            case CLEAR_EARLY -> SeriesVerdict.CLEAR_EARLY;
            case UNDECIDED -> throw new IllegalArgumentException("undecided is no verdict");
        };
    }

    /** The deciding series of an ended run, made anew from its samples and today's baseline. */
    EndedSeries ended(String model, String runId, RunControl control) throws Exception {
        Map<SeriesKey, LiveSeries> ended = new HashMap<>();
        Map<SeriesKey, Long> size = control.size();
        for (SeriesKey key : size.keySet()) {
            if (key.slice().isEmpty()) {
                start(new LiveKey(model, new RunSeries(runId, key)), size)
                        .ifPresent(live -> ended.put(key, live));
            }
        }
        return new EndedSeries(ended);
    }
}
