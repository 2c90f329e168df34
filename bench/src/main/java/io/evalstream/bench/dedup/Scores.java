package io.evalstream.bench.dedup;

import java.util.HashMap;
import java.util.Map;

/**
 * How well clusters agree with the truth of a corpus.
 *
 * @param recall share of the true pairs whose two documents are in one cluster
 * @param precision share of the pairs in one cluster that the truth connects, too
 * @param randIndex Adjusted Rand Index of the clusters and the truth's components
 * @param lost how many true pairs are not in one cluster
 */
record Scores(double recall, double precision, double randIndex, long lost) {

    /**
     * Compares the label of each document; which numbers the labels are has no meaning.
     *
     * @param clusters one label for each document of the truth
     */
    static Scores of(Truth truth, int[] clusters) {
        if (clusters.length != truth.documents()) {
            throw new IllegalArgumentException(
                    clusters.length + " labels for " + truth.documents() + " documents");
        }
        long found = 0;
        for (int pair = 0; pair < truth.pairs(); pair++) {
            if (clusters[truth.left()[pair]] == clusters[truth.right()[pair]]) {
                found++;
            }
        }
        long together = pairsTogether(clusters);
        long agreed = pairsTogether(truth.labels(), clusters);
        return new Scores(
                share(found, truth.pairs()),
                share(agreed, together),
                randIndex(truth.labels(), clusters),
                truth.pairs() - found);
    }

    /**
     * Adjusted Rand Index (Hubert and Arabie 1985, formula 5): 1 for equal partitions, 0 on average
     * for independent ones.
     */
    static double randIndex(int[] a, int[] b) {
        double both = pairsTogether(a, b);
        double inA = pairsTogether(a);
        double inB = pairsTogether(b);
        double all = (double) a.length * (a.length - 1) / 2;
        double expected = all == 0 ? 0 : inA * inB / all;
        double most = (inA + inB) / 2;
        return most == expected ? 1 : (both - expected) / (most - expected);
    }

    private static long pairsTogether(int[] labels) {
        return pairsTogether(labels, labels);
    }

    /** Pairs of documents that share a label in both. */
    private static long pairsTogether(int[] a, int[] b) {
        Map<Long, Integer> sizes = new HashMap<>();
        for (int row = 0; row < a.length; row++) {
            sizes.merge((long) a[row] << 32 | b[row] & 0xFFFFFFFFL, 1, Integer::sum);
        }
        long pairs = 0;
        for (int size : sizes.values()) {
            pairs += (long) size * (size - 1) / 2;
        }
        return pairs;
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 1 : (double) part / whole;
    }
}
