package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.udfs.verdict.DropTarget;
import io.evalstream.udfs.verdict.EarlyDecision;
import io.evalstream.udfs.verdict.EarlyVerdict;
import io.evalstream.udfs.verdict.PrefixEngine;
import io.evalstream.udfs.verdict.simulation.SimulatedRun;

/**
 * What the job said of one simulated candidate, record by record, beside what the engine alone says
 * of the same results.
 */
final class JobTrial {

    private final boolean breaches;
    private final int samples;
    private final EarlyDecision expected;

    private EarlyVerdict told = EarlyVerdict.UNDECIDED;
    private int toldAt;
    private int arrivedWhenTold;
    private int decidedAt;
    private boolean calledAtEnd;
    private boolean ended;
    private int healthyEnded;
    private boolean baselineRefused;
    private int raised;
    private int otherAlerts;

    /**
     * @param threshold relative drop that breaches, in (0, 1)
     * @param alpha accepted probability of a false alarm, in (0, 1)
     */
    JobTrial(SimulatedRun run, double threshold, double alpha) {
        breaches = run.breaches(0, threshold);
        samples = run.samples();
        // As the job, the engine learns only from a result which item stands at its place.
        PrefixEngine engine =
                PrefixEngine.inUnknownOrder(
                        samples,
                        DropTarget.of(run.meanBaseline(0), threshold),
                        alpha,
                        PrefixEngine.minimumPaired(samples));
        for (int sample : run.arrivals()) {
            engine.record(sample, run.baseline()[0][sample], run.scores()[0][sample]);
        }
        expected = engine.decision();
    }

    /** Takes in a final verdict on one of the healthy runs. */
    void healthyEnded(JsonNode verdict) {
        healthyEnded++;
        String decision = verdict.path("verdict").asText();
        baselineRefused |= !decision.equals("PASS") && !decision.equals("NO_BASELINE");
    }

    /** Takes in a verdict on the candidate, early or final. */
    void said(JsonNode verdict) {
        JsonNode metric = verdict.path("metrics").path(0);
        if (!verdict.path("state").asText().equals("RUNNING")) {
            ended = true;
            decidedAt = metric.path("decided_at_samples").asInt(0);
            calledAtEnd = verdict.path("verdict").asText().equals("BREACH");
            return;
        }
        EarlyVerdict early = EarlyVerdict.valueOf(metric.path("verdict").asText());
        if (arrivedWhenTold == 0 || !isBreach(told)) {
            toldAt = metric.path("decided_at_samples").asInt();
            arrivedWhenTold = verdict.path("samples").asInt();
        }
        told = early;
    }

    /** Takes in an alert on the candidate. */
    void alerted(JsonNode alert) {
        if (alert.path("notice").asText().equals("RAISED")) {
            raised++;
        } else {
            otherAlerts++;
        }
    }

    /** How many verdicts there were on healthy runs. */
    int healthyEnded() {
        return healthyEnded;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether a healthy run was, by chance, not taken for healthy. */
    boolean isBaselineRefused() {
        return baselineRefused;
    }

    /** Whether the drop of the whole run, nothing missing, is at the threshold. */
    boolean breaches() {
        return breaches;
    }

    /** Whether the job called the run a breach, before its end or at it. */
    boolean isCalled() {
        return calledAtEnd || isCalledEarly();
    }

    boolean isCalledEarly() {
        return isBreach(told);
    }

    boolean isClearedEarly() {
        return told == EarlyVerdict.CLEAR_EARLY;
    }

    /** Samples, in dispatch order, that decided; all of them where only the end did. */
    int decidedAt() {
        return told == EarlyVerdict.UNDECIDED ? samples : toldAt;
    }

    /** Samples that had arrived when it was told; all of them where only the end told. */
    int arrivedWhenTold() {
        return told == EarlyVerdict.UNDECIDED ? samples : arrivedWhenTold;
    }

    int raised() {
        return raised;
    }

    int otherAlerts() {
        return otherAlerts;
    }

    /**
     * Whether the decision is the engine's: the number of samples it took, which tells the verdict,
     * and what was told on the way there. Results are on their way in large batches, so what was
     * decided by the last of them may be told with the end; not what the first half has decided.
     */
    boolean agrees() {
        boolean isTellable =
                switch (told) {
                    case UNDECIDED -> true;
                    case CLEAR_EARLY -> isAtLeast(toldAt, expected.clearAt());
                    case BREACH_EARLY, BREACH_CERTAIN ->
                            isAtLeast(
                                    toldAt,
                                    expected.breachAt() > 0
                                            ? expected.breachAt()
                                            : expected.certainAt());
                };
        boolean isBreachTold = isCalledEarly() || !isInFirstHalf(expected.breachAt());
        boolean isClearTold = told != EarlyVerdict.UNDECIDED || !isInFirstHalf(expected.clearAt());
        return decidedAt == expected.decidedAtSamples()
                && isTellable
                && isBreachTold
                && isClearTold;
    }

    /** More results decide at least as much, and never by more samples. */
    private static boolean isAtLeast(int toldAt, int decidedAt) {
        return decidedAt > 0 && toldAt >= decidedAt;
    }

    private boolean isInFirstHalf(int decidedAt) {
        return decidedAt > 0 && decidedAt <= samples / 2;
    }

    /** The two decisions, in words. */
    String difference() {
        return "the job said "
                + told
                + " at "
                + toldAt
                + " samples and in the end "
                + decidedAt
                + ", the engine "
                + expected;
    }

    private static boolean isBreach(EarlyVerdict verdict) {
        return verdict == EarlyVerdict.BREACH_EARLY || verdict == EarlyVerdict.BREACH_CERTAIN;
    }
}
