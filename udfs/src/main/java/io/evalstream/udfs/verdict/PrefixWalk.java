package io.evalstream.udfs.verdict;

import io.evalstream.udfs.verdict.EProcesses.Kind;

/**
 * A walk along the dispatch order with missing samples imputed against the alarm: the e-processes
 * and the prefixes at which something was decided.
 */
final class PrefixWalk implements PrefixReplay.Walk<PrefixWalk> {

    private final double[] baseline;
    private final double[] scores;
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

    /**
     * @param baseline a_i by dispatch index, NaN where unknown; not copied
     * @param scores x_i likewise, NaN where missing
     */
    PrefixWalk(
            double[] baseline,
            double[] scores,
            DropTarget target,
            double alarm,
            int minimumPaired) {
        this.baseline = baseline;
        this.scores = scores;
        processes = new EProcesses(baseline.length, target);
        meanDrop = target.meanDrop();
        this.alarm = alarm;
        this.minimumPaired = minimumPaired;
    }

    /**
     * A sample that has not arrived has the best possible score for S, B and C and the worst
     * possible for H; without a baseline its difference may be any. Wealth rises with every
     * difference, so the wealth with the true one is not smaller.
     */
    @Override
    public void step(int dispatchIndex) {
        double before = baseline[dispatchIndex];
        double score = scores[dispatchIndex];
        if (Double.isNaN(before)) {
            processes.step(-1, 1);
        } else if (Double.isNaN(score)) {
            processes.step(before - 1, before);
        } else {
            processes.step(before - score);
            paired++;
        }
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

    @Override
    public int length() {
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

    @Override
    public void copyFrom(PrefixWalk other) {
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
