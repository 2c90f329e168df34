package io.evalstream.udfs.verdict;

/**
 * A walk along the dispatch order of a series that bets on every judged slice.
 *
 * <p>A gap may belong to any slice, so it is taken as a lost round of each. Being in none or having
 * any other score would not lower a wealth, nor the mean drop. Gaps are counted here and charged to
 * a slice before its next sample, which gives the same maximum, as a lost round never raises one.
 */
final class SliceWalk implements PrefixReplay.Walk<SliceWalk> {

    private static final double WORST = -1;

    private final double[] differences;
    private final int[] sliceOf;
    private final Rule rule;
    private final WealthMixture[] wealth;
    private final double[] sums;
    private final int[] compared;
    private final int[] charged;
    private final boolean[] real;
    private final int[] foundAt;

    private int length;
    private int gaps;

    /**
     * What a slice has to reach.
     *
     * @param alarm log E
     * @param meanDrop mean difference, by slice
     * @param minimum compared samples, by slice
     * @param missing how many of its samples can be missing at most, by slice
     */
    record Rule(double alarm, double[] meanDrop, int[] minimum, int[] missing) {}

    /**
     * @param differences baseline − score by dispatch index; not copied
     * @param sliceOf number of the slice by dispatch index, {@link SliceEngine#MISSING} in a gap,
     *     {@link SliceEngine#NOT_JUDGED} for a sample that concerns no slice; not copied
     */
    SliceWalk(double[] differences, int[] sliceOf, Rule rule) {
        this.differences = differences;
        this.sliceOf = sliceOf;
        this.rule = rule;
        int slices = rule.meanDrop().length;
        wealth = new WealthMixture[slices];
        for (int s = 0; s < slices; s++) {
            wealth[s] = new WealthMixture();
        }
        sums = new double[slices];
        compared = new int[slices];
        charged = new int[slices];
        real = new boolean[slices];
        foundAt = new int[slices];
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void step(int dispatchIndex) {
        int slice = sliceOf[dispatchIndex];
        length++;
        if (slice == SliceEngine.MISSING) {
            gaps++;
        } else if (slice != SliceEngine.NOT_JUDGED) {
            charge(slice, gaps);
            compare(slice, differences[dispatchIndex]);
        }
    }

    /** Charges all samples that can be missing to all slices, as at the end of a run. */
    void chargeMissing() {
        for (int s = 0; s < wealth.length; s++) {
            charge(s, Integer.MAX_VALUE);
        }
    }

    private void charge(int slice, int rounds) {
        while (charged[slice] < Math.min(rounds, rule.missing()[slice])) {
            wealth[slice].bet(WORST);
            charged[slice]++;
        }
    }

    private void compare(int slice, double difference) {
        wealth[slice].bet(difference);
        sums[slice] += difference;
        compared[slice]++;
        // Once crossed it is not asked again, which saves the logarithms.
        real[slice] = real[slice] || wealth[slice].maximumLogWealth() >= rule.alarm();
        if (foundAt[slice] == 0
                && real[slice]
                && compared[slice] >= rule.minimum()[slice]
                && (sums[slice] + WORST * charged[slice]) / (compared[slice] + charged[slice])
                        >= rule.meanDrop()[slice]) {
            foundAt[slice] = length;
        }
    }

    double logE(int slice) {
        return wealth[slice].logWealth();
    }

    double maximumLogE(int slice) {
        return wealth[slice].maximumLogWealth();
    }

    int foundAt(int slice) {
        return foundAt[slice];
    }

    @Override
    public void copyFrom(SliceWalk other) {
        for (int s = 0; s < wealth.length; s++) {
            wealth[s].copyFrom(other.wealth[s]);
        }
        System.arraycopy(other.sums, 0, sums, 0, sums.length);
        System.arraycopy(other.compared, 0, compared, 0, compared.length);
        System.arraycopy(other.charged, 0, charged, 0, charged.length);
        System.arraycopy(other.real, 0, real, 0, real.length);
        System.arraycopy(other.foundAt, 0, foundAt, 0, foundAt.length);
        length = other.length;
        gaps = other.gaps;
    }
}
