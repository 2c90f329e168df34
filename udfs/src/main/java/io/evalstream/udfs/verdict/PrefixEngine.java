package io.evalstream.udfs.verdict;

import io.evalstream.udfs.verdict.EProcesses.Kind;

import java.util.Arrays;

/**
 * Judges a run while its samples arrive in any order, as a function of the set that has arrived.
 *
 * <p>Samples finish in an order that depends on their outcome, so evidence is only valid along the
 * dispatch order, which is random. At each evaluation all prefixes are judged up to the latest
 * dispatched sample that has arrived; a gap in them counts as the score that speaks most against an
 * alarm. Wealth rises with every difference of scores, therefore
 *
 * <ul>
 *   <li>what is decided on a prefix with gaps is also decided once the gaps are filled: every
 *       prefix is as valid as if nothing were missing (Ville's inequality is only ever applied to
 *       the complete sequence);
 *   <li>a larger set decides at least as much: replays, duplicates and reordering cannot change a
 *       verdict, and neither can the moments at which it was asked for.
 * </ul>
 *
 * <p>An evaluation costs one step per sample between the earliest change and the latest arrival,
 * about the number of requests in flight; {@link #record} costs nothing, so a busy caller evaluates
 * once per batch.
 *
 * <p>The state to keep is the vector of scores; everything else is a function of it. Not
 * thread-safe.
 */
public final class PrefixEngine {

    /** Fewest compared samples for an early verdict, beside {@link #MINIMUM_SHARE}. */
    public static final int MINIMUM_PAIRED = SeriesJudgement.MINIMUM_SAMPLES;

    /** Smallest share of the run for an early verdict. */
    public static final double MINIMUM_SHARE = 0.02;

    private static final int SAVED_EVERY = 64;

    private final double[] baseline;
    private final double[] scores;
    private final DropTarget target;
    private final PrefixReplay<PrefixWalk> replay;

    /**
     * @param baseline a_i in [0, 1], larger is better, by dispatch index; copied. Samples without a
     *     baseline cannot be compared and are left out, together with their place in the order
     * @param target the mean drop that breaches
     * @param alpha accepted probability of a false alarm per run, in (0, 1)
     */
    public PrefixEngine(double[] baseline, DropTarget target, double alpha) {
        this(baseline, target, alpha, minimumPaired(baseline.length));
    }

    private PrefixEngine(double[] baseline, DropTarget target, double alpha, int minimumPaired) {
        for (int i = 0; i < baseline.length; i++) {
            requireScore("baseline", i, baseline[i]);
        }
        this.baseline = baseline.clone();
        this.target = target;
        scores = new double[baseline.length];
        Arrays.fill(scores, Double.NaN);
        double alarm = EProcesses.alarmThreshold(alpha);
        replay =
                new PrefixReplay<>(
                        () -> new PrefixWalk(this.baseline, scores, target, alarm, minimumPaired),
                        SAVED_EVERY);
    }

    /** How many samples of a run are usually compared before anything is said. */
    public static int minimumPaired(int samples) {
        return Math.max(MINIMUM_PAIRED, (int) Math.ceil(MINIMUM_SHARE * samples));
    }

    /**
     * Judges a run whose dispatch order is not known before its samples arrive: each brings its
     * place and its baseline along.
     *
     * @param samples N, how many samples the run has
     * @param target the mean drop that breaches
     * @param alpha accepted probability of a false alarm per run, in (0, 1)
     * @param minimumPaired fewest compared samples for an early verdict
     */
    public static PrefixEngine inUnknownOrder(
            int samples, DropTarget target, double alpha, int minimumPaired) {
        PrefixEngine engine = new PrefixEngine(new double[samples], target, alpha, minimumPaired);
        Arrays.fill(engine.baseline, Double.NaN);
        return engine;
    }

    /**
     * Takes note of a score; {@link #evaluate} draws the conclusions.
     *
     * @param dispatchIndex place in the dispatch order, from 0
     * @param score in [0, 1], larger is better
     * @return whether it is new; a replayed score changes nothing
     * @throws IllegalArgumentException when the index or the score is out of range
     * @throws IllegalStateException when the sample already has another score: which of two
     *     attempts counts must not depend on the order of arrival, see {@link #supersede}
     */
    public boolean record(int dispatchIndex, double score) {
        requireIndex(dispatchIndex);
        requireScore("score", dispatchIndex, score);
        double known = scores[dispatchIndex];
        if (known == score) {
            return false;
        }
        if (!Double.isNaN(known)) {
            throw new IllegalStateException(
                    "sample " + dispatchIndex + " has the score " + known + ", not " + score);
        }
        scores[dispatchIndex] = score;
        replay.changed(dispatchIndex);
        return true;
    }

    /**
     * Takes note of a sample of a run in unknown order: where it stands, its baseline and its
     * score; a second score of the same sample is a later attempt and replaces the first.
     *
     * @param baselineScore a_i in [0, 1], larger is better
     * @return whether anything changed
     */
    public boolean record(int dispatchIndex, double baselineScore, double score) {
        requireIndex(dispatchIndex);
        requireScore("baseline", dispatchIndex, baselineScore);
        boolean isNews = baseline[dispatchIndex] != baselineScore;
        baseline[dispatchIndex] = baselineScore;
        if (supersede(dispatchIndex, score)) {
            return true;
        }
        if (isNews) {
            replay.changed(dispatchIndex);
        }
        return isNews;
    }

    /**
     * Replaces a score by the one of a later attempt; the caller knows which attempt is the later.
     *
     * @return whether anything changed
     */
    public boolean supersede(int dispatchIndex, double score) {
        requireIndex(dispatchIndex);
        requireScore("score", dispatchIndex, score);
        if (Double.isNaN(scores[dispatchIndex])) {
            return record(dispatchIndex, score);
        }
        if (scores[dispatchIndex] == score) {
            return false;
        }
        scores[dispatchIndex] = score;
        replay.changed(dispatchIndex);
        return true;
    }

    /** How many scores are new since the latest evaluation. */
    public int pending() {
        return replay.pending();
    }

    /** Judges the samples that have arrived. */
    public EarlyVerdict evaluate() {
        replay.walk();
        return verdict();
    }

    /**
     * Whether an evaluation is worth its price now: not more than eight steps for each new score. A
     * caller that evaluates whenever this holds, and at the end, pays a constant price per arrival
     * however many samples are in flight, and learns of a verdict late by an eighth of them. It
     * learns of the same verdict, since more samples never decide less.
     */
    public boolean isDue() {
        return replay.isDue();
    }

    private EarlyVerdict verdict() {
        PrefixWalk latest = replay.latest();
        int breach = Math.max(latest.breachAt(), latest.certainAt());
        // Contradictions are as rare as α allows; then what the longer prefix says is in force.
        if (latest.clearAt() > breach) {
            return EarlyVerdict.CLEAR_EARLY;
        }
        if (latest.certainAt() > 0) {
            return EarlyVerdict.BREACH_CERTAIN;
        }
        return breach > 0 ? EarlyVerdict.BREACH_EARLY : EarlyVerdict.UNDECIDED;
    }

    /** Judges the samples that have arrived and says on what grounds. */
    public EarlyDecision decision() {
        EarlyVerdict verdict = evaluate();
        PrefixWalk latest = replay.latest();
        int decidedAt =
                switch (verdict) {
                    case UNDECIDED -> 0;
                    case BREACH_EARLY -> latest.breachAt();
                    case BREACH_CERTAIN -> latest.certainAt();
                    case CLEAR_EARLY -> latest.clearAt();
                };
        return new EarlyDecision(
                verdict,
                decidedAt,
                latest.breachAt(),
                latest.certainAt(),
                latest.clearAt(),
                replay.arrived(),
                replay.contiguous(),
                replay.evaluated(),
                target.relativeDrop(meanDifference()));
    }

    /** Largest log E over the prefixes judged at the latest evaluation, at least 0. */
    public double maximumLogE(Kind kind) {
        return replay.latest().processes().maximumLogE(kind);
    }

    /** Log E of the prefix judged at the latest evaluation. */
    public double logE(Kind kind) {
        return replay.latest().processes().logE(kind);
    }

    /** Mean difference of baseline and score over the arrived samples; NaN without any. */
    public double meanDifference() {
        double sum = 0;
        for (int i = 0; i < replay.evaluated(); i++) {
            if (!Double.isNaN(scores[i])) {
                sum += baseline[i] - scores[i];
            }
        }
        return replay.arrived() == 0 ? Double.NaN : sum / replay.arrived();
    }

    /** N, how many samples the whole run has. */
    public int samples() {
        return scores.length;
    }

    /** How many samples have arrived. */
    public int arrived() {
        return replay.arrived();
    }

    /** The scores by dispatch index, NaN where none has arrived: all the state there is. */
    public double[] scores() {
        return scores.clone();
    }

    private void requireIndex(int index) {
        if (index < 0 || index >= scores.length) {
            throw new IllegalArgumentException(
                    "the run has " + scores.length + " samples, there is no index " + index);
        }
    }

    private static void requireScore(String what, int index, double score) {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException(
                    what + " of sample " + index + " must lie in [0, 1], it is " + score);
        }
    }
}
