package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.EarlyDecision;
import io.evalstream.udfs.verdict.EarlyVerdict;
import io.evalstream.udfs.verdict.SeriesVerdict;
import io.evalstream.udfs.verdict.SliceFinding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What could be said of an ended run while it went on, as a function of its samples and of its
 * baseline alone: not of the moments at which it was looked at, nor of what the baseline was then.
 */
final class EndedSeries {

    private final Map<SeriesKey, LiveSeries> series;

    /**
     * @param series the deciding series that can be judged before their end, whole
     */
    EndedSeries(Map<SeriesKey, LiveSeries> series) {
        this.series = series;
    }

    /** Slices whose drop was real and looked to be at the threshold along the way. */
    Set<SeriesKey> foundSlices() {
        Set<SeriesKey> found = new HashSet<>();
        series.forEach(
                (whole, live) -> {
                    for (SliceFinding finding : live.slices().findings()) {
                        if (finding.result() == SliceFinding.Result.DROP) {
                            found.add(whole.withSlice(finding.name()));
                        }
                    }
                });
        return found;
    }

    /** Adds to the results when each was decided. */
    List<SeriesResult> decided(List<SeriesResult> results) {
        List<SeriesResult> decided = new ArrayList<>();
        for (SeriesResult result : results) {
            LiveSeries live = series.get(result.series());
            decided.add(
                    live == null
                            ? result
                            : result.decidedAt(live.engine().decision().decidedAtSamples()));
        }
        return decided;
    }

    /**
     * The results of a cancelled run: a breach that was certain stands.
     *
     * @param told series of which people were told that they breach for certain
     * @param elapsedMillis from the first to the last sample of the run
     */
    List<SeriesResult> cancelled(
            List<SeriesResult> results, Set<SeriesKey> told, long elapsedMillis) {
        List<SeriesResult> cancelled = new ArrayList<>();
        for (SeriesResult result : results) {
            LiveSeries live = series.get(result.series());
            boolean isCertain =
                    live != null
                            && (told.contains(result.series())
                                    || live.engine().decision().verdict()
                                            == EarlyVerdict.BREACH_CERTAIN);
            cancelled.add(isCertain ? certain(result, live, elapsedMillis) : result);
        }
        return cancelled;
    }

    private static SeriesResult certain(SeriesResult result, LiveSeries live, long elapsedMillis) {
        EarlyDecision decision = live.engine().decision();
        int samples = live.engine().samples();
        int saved = samples - decision.arrived();
        // The rest of the run if it had gone on as fast as before.
        double minutes = (double) elapsedMillis / decision.arrived() * saved / 60_000;
        return result.with(
                SeriesVerdict.BREACH_CERTAIN,
                true,
                String.format(
                        Locale.ROOT,
                        "certain after %d of %d samples; cancelling saved %d, about %.1f minutes",
                        decision.decidedAtSamples(),
                        samples,
                        saved,
                        minutes));
    }
}
