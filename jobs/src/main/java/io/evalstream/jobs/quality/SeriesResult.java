package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.PairedComparison;
import io.evalstream.udfs.verdict.SeriesVerdict;

import java.util.List;

/**
 * What a run achieved on one series, and what is concluded.
 *
 * @param tier 1 decides the gate, 2 is alerted on, 3 is a diagnostic
 * @param value mean of the scores, of latencies their median; NaN without any
 * @param standardError of the mean; NaN below two samples
 * @param rolling the latest healthy runs
 * @param anchor the run that is kept to compare with besides
 * @param paired what the samples shared with the runs it is compared with say
 * @param confirmed whether the drop is more than noise
 * @param decidedAtSamples how many samples, in dispatch order, decided before the end; 0 when none
 * @param why the verdict in words
 */
public record SeriesResult(
        SeriesKey series,
        SeriesVerdict verdict,
        int tier,
        boolean higherIsBetter,
        Tally tally,
        double value,
        double standardError,
        Reference rolling,
        Reference anchor,
        PairedComparison paired,
        boolean confirmed,
        int decidedAtSamples,
        Changed changed,
        String why) {

    /** Stands for the results of a run that has none. */
    static SeriesResult none(String why) {
        return new SeriesResult(
                new SeriesKey("", "", "", ""),
                SeriesVerdict.INCONCLUSIVE,
                1,
                true,
                new Tally(0, 0, 0, 0),
                Double.NaN,
                Double.NaN,
                Reference.NONE,
                Reference.NONE,
                PairedComparison.NONE,
                false,
                0,
                Changed.NONE,
                why);
    }

    /** This result with another conclusion. */
    SeriesResult with(SeriesVerdict other, boolean isConfirmed, String reason) {
        return new SeriesResult(
                series,
                other,
                tier,
                higherIsBetter,
                tally,
                value,
                standardError,
                rolling,
                anchor,
                paired,
                isConfirmed,
                decidedAtSamples,
                changed,
                reason);
    }

    /** This result with another weight. */
    SeriesResult inTier(int other) {
        return new SeriesResult(
                series,
                verdict,
                other,
                higherIsBetter,
                tally,
                value,
                standardError,
                rolling,
                anchor,
                paired,
                confirmed,
                decidedAtSamples,
                changed,
                why);
    }

    /** This result with what was decided before the end. */
    SeriesResult decidedAt(int samples) {
        return new SeriesResult(
                series,
                verdict,
                tier,
                higherIsBetter,
                tally,
                value,
                standardError,
                rolling,
                anchor,
                paired,
                confirmed,
                samples,
                changed,
                why);
    }

    /** Scored samples. */
    public long n() {
        return tally.scored();
    }

    /** Samples that should be there and have no score. */
    public long missing() {
        return tally.missing();
    }

    /** Mean of the latest healthy runs' means; NaN without. */
    public double baseline() {
        return rolling.value();
    }

    /** Against the latest healthy runs: positive when worse; NaN where it does not apply. */
    public double relativeDrop() {
        return rolling.relativeDrop();
    }

    /** Ids of the latest healthy runs, oldest first. */
    public List<String> baselineRuns() {
        return rolling.runs();
    }

    public List<String> newlyFailing() {
        return changed.newlyFailing();
    }

    public List<String> newlyPassing() {
        return changed.newlyPassing();
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

    /**
     * Whether people are told of it: a breach of a deciding metric always, as that is the rule; of
     * a slice when it is more than noise, as one of many slices is always low by chance.
     */
    public boolean isToldBreach() {
        return isBreach() && (tier == 1 || (tier == 2 && confirmed));
    }

    /** Whether it is a real drop that people may read of without being called. */
    public boolean isSmallerDrop() {
        return verdict == SeriesVerdict.REGRESSION && tier <= 2;
    }
}
