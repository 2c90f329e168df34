package io.evalstream.udfs.cluster;

import java.util.Arrays;

/**
 * How well found clusters agree with the true ones, counted over pairs of items.
 *
 * @param samePairs pairs that are together in both
 * @param foundPairs pairs that are together in what was found
 * @param truePairs pairs that are together in truth
 * @param pairs all pairs
 */
public record ClusterAgreement(long samePairs, long foundPairs, long truePairs, long pairs) {

    /**
     * Compares two labellings of the same items; only which labels are equal counts.
     *
     * @param found one label per item
     * @param truth one label per item
     */
    public static ClusterAgreement of(int[] found, int[] truth) {
        if (found.length != truth.length) {
            throw new IllegalArgumentException(
                    found.length + " labels do not compare with " + truth.length);
        }
        long[] both = new long[found.length];
        for (int i = 0; i < found.length; i++) {
            both[i] = (long) found[i] << 32 | truth[i] & 0xFFFFFFFFL;
        }
        Arrays.sort(both);
        int[] first = found.clone();
        int[] second = truth.clone();
        Arrays.sort(first);
        Arrays.sort(second);
        return new ClusterAgreement(
                pairsOf(both),
                pairsOf(widen(first)),
                pairsOf(widen(second)),
                pairsOf(found.length));
    }

    /** Share of the pairs that were found that are true; 1 where none was found. */
    public double precision() {
        return foundPairs == 0 ? 1 : (double) samePairs / foundPairs;
    }

    /** Share of the true pairs that were found; 1 where there is none. */
    public double recall() {
        return truePairs == 0 ? 1 : (double) samePairs / truePairs;
    }

    /**
     * The Adjusted Rand Index (Hubert and Arabie, "Comparing partitions", 1985): 1 for equal
     * clusters, 0 in expectation for clusters drawn at random with the same sizes.
     *
     * @return at most 1
     */
    public double adjustedRandIndex() {
        if (samePairs == foundPairs && samePairs == truePairs) {
            return 1;
        }
        double expected = (double) foundPairs / pairs * truePairs;
        double most = ((double) foundPairs + truePairs) / 2;
        return (samePairs - expected) / (most - expected);
    }

    private static long pairsOf(long[] sorted) {
        long pairs = 0;
        for (int begin = 0, end; begin < sorted.length; begin = end) {
            for (end = begin; end < sorted.length && sorted[end] == sorted[begin]; ) {
                end++;
            }
            pairs += pairsOf(end - begin);
        }
        return pairs;
    }

    private static long pairsOf(int items) {
        return (long) items * (items - 1) / 2;
    }

    private static long[] widen(int[] labels) {
        long[] wide = new long[labels.length];
        for (int i = 0; i < labels.length; i++) {
            wide[i] = labels[i];
        }
        return wide;
    }
}
