package io.evalstream.udfs.verdict;

import io.evalstream.udfs.verdict.EProcesses.Kind;

/**
 * A walk along the dispatch order with missing samples imputed against the alarm: the e-processes
 * and the prefixes at which something was decided.
 */
final class PrefixWalk {

    private final EProcesses processes;
    private final double meanDrop;
    private final double alarm;
    private final int minimumPaired;

    private int paired;
    private boolean real;
    private boolean half;
    private boolean full;
    private boolean below;
    private int breachAt;
    private int certainAt;
    private int clearAt;

    PrefixWalk(int samples, DropTarget target, double alarm, int minimumPaired) {
        processes = new EProcesses(samples, target);
        meanDrop = target.meanDrop();
        this.alarm = alarm;
        this.minimumPaired = minimumPaired;
    }

    /** Takes the next sample, which has arrived. */
    void stepArrived(double baseline, double score) {
        double difference = baseline - score;
        processes.step(difference, difference);
        paired++;
        decide();
    }

    /**
     * Takes the next sample, which has not arrived: for S, B and C it has the best possible score,
     * for H the worst possible. Wealth rises with every difference, so the wealth with the true
     * score is not smaller.
     */
    void stepMissing(double baseline) {
        processes.step(baseline - 1, baseline);
        decide();
    }

    /** Takes the next sample, of which not even the baseline is known: it may be any. */
    void stepUnknown() {
        processes.step(-1, 1);
        decide();
    }

    private void decide() {
        // Once a process has crossed it is not asked again, which saves the logarithms.
        real = real || processes.maximumLogE(Kind.S) >= alarm;
        half = half || processes.maximumLogE(Kind.B) >= alarm;
        full = full || processes.maximumLogE(Kind.C) >= alarm;
        below = below || processes.maximumLogE(Kind.H) >= alarm;
        if (paired < minimumPaired) {
            return;
        }
        int length = processes.t();
        if (breachAt == 0 && real && half && processes.meanDrop() >= meanDrop) {
            breachAt = length;
        }
        if (certainAt == 0 && full) {
            certainAt = length;
        }
        if (clearAt == 0 && below) {
            clearAt = length;
        }
    }

    int length() {
        return processes.t();
    }

    EProcesses processes() {
        return processes;
    }

    int breachAt() {
        return breachAt;
    }

    int certainAt() {
        return certainAt;
    }

    int clearAt() {
        return clearAt;
    }

    /** Takes over the state of a walk along the same run. */
    void copyFrom(PrefixWalk other) {
        processes.copyFrom(other.processes);
        paired = other.paired;
        real = other.real;
        half = other.half;
        full = other.full;
        below = other.below;
        breachAt = other.breachAt;
        certainAt = other.certainAt;
        clearAt = other.clearAt;
    }
}
