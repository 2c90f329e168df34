package io.evalstream.bench.dedup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How well clusters agree with the truth of a corpus.
 *
 * @param recall share of the true pairs whose two documents are in one cluster
 * @param precision share of the pairs in one cluster that the truth connects, too
 * @param randIndex Adjusted Rand Index of the clusters and the truth's components
 * @param lost how many true pairs are not in one cluster
 * @param byDistance recall of the pairs with a normalised distance below 0.05, from there to 0.10,
 *     0.15 and 0.20; NaN where there is none
 */
record Scores(
        double recall, double precision, double randIndex, long lost, List<Double> byDistance) {

    /** Twentieths of the length. */
    private static final int BANDS = 4;

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
        long[] found = new long[BANDS];
        long[] all = new long[BANDS];
        for (int pair = 0; pair < truth.pairs(); pair++) {
            boolean isTogether = clusters[truth.left()[pair]] == clusters[truth.right()[pair]];
            int band = band(truth.distance()[pair], truth.longer()[pair]);
            all[band]++;
            found[band] += isTogether ? 1 : 0;
        }
        long foundPairs = Arrays.stream(found).sum();
        long together = pairsTogether(clusters);
        long agreed = pairsTogether(truth.labels(), clusters);
        return new Scores(
                share(foundPairs, truth.pairs()),
                share(agreed, together),
                randIndex(truth.labels(), clusters),
                truth.pairs() - foundPairs,
                byDistance(found, all));
    }

    private static int band(int distance, int longer) {
        return longer == 0 ? 0 : (int) ((long) distance * 20 / longer);
    }

    private static List<Double> byDistance(long[] found, long[] all) {
        List<Double> shares = new ArrayList<>();
        for (int band = 0; band < BANDS; band++) {
            shares.add(all[band] == 0 ? Double.NaN : (double) found[band] / all[band]);
        }
        return shares;
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
