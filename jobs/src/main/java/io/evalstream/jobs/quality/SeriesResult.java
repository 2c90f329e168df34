package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.PairedComparison;
import io.evalstream.udfs.verdict.SeriesVerdict;

import java.util.List;

/**
 * What a finished run achieved on one series, and what is concluded.
 *
 * @param tier 1 decides the gate, 2 is alerted on, 3 is a diagnostic
 * @param n scored samples
 * @param missing samples that should be there and have no score
 * @param value mean of the scores; NaN without any
 * @param standardError of the mean; NaN below two samples
 * @param baseline mean of the baseline runs' means; NaN without
 * @param relativeDrop positive when worse; NaN where it does not apply
 * @param baselineRuns ids of the runs that {@code baseline} is made of, oldest first
 * @param paired what the samples shared with the baseline say
 * @param confirmed whether the drop is more than noise
 * @param decidedAtSamples how many samples, in dispatch order, decided before the end; 0 when none
 * @param newlyFailing item keys that the latest baseline run got right and this one did not, sorted
 * @param newlyPassing the reverse
 * @param why the verdict in words
 */
public record SeriesResult(
        SeriesKey series,
        SeriesVerdict verdict,
        int tier,
        boolean higherIsBetter,
        long n,
        long missing,
        double value,
        double standardError,
        double baseline,
        double relativeDrop,
        List<String> baselineRuns,
        PairedComparison paired,
        boolean confirmed,
        int decidedAtSamples,
        List<String> newlyFailing,
        List<String> newlyPassing,
        String why) {

    /** This result with another conclusion. */
    SeriesResult with(SeriesVerdict other, boolean isConfirmed, String reason) {
        return new SeriesResult(
                series,
                other,
                tier,
                higherIsBetter,
                n,
                missing,
                value,
                standardError,
                baseline,
                relativeDrop,
                baselineRuns,
                paired,
                isConfirmed,
                decidedAtSamples,
                newlyFailing,
                newlyPassing,
                reason);
    }

    /** This result with what was decided before the end. */
    SeriesResult decidedAt(int samples) {
        return new SeriesResult(
                series,
                verdict,
                tier,
                higherIsBetter,
                n,
                missing,
                value,
                standardError,
                baseline,
                relativeDrop,
                baselineRuns,
                paired,
                confirmed,
                samples,
                newlyFailing,
                newlyPassing,
                why);
    }

    /** Whether this is a breach, at the end or before. */
    boolean isBreach() {
        return verdict == SeriesVerdict.BREACH_FINAL
                || verdict == SeriesVerdict.BREACH_CERTAIN
                || verdict == SeriesVerdict.BREACH_EARLY;
    }

    /** Whether this result alone makes the run a breach. */
    public boolean decidesBreach() {
        return tier == 1 && isBreach();
    }
}
