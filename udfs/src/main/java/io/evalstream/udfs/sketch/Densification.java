package io.evalstream.udfs.sketch;

import java.util.Arrays;

/**
 * From which bin an empty one copies: the first filled one of an order of its own.
 *
 * <p>Shrivastava, "Optimal densification for fast and accurate minwise hashing", ICML 2017. The
 * order of each bin is a random permutation of all bins, so that two texts agree in a bin with the
 * probability of their Jaccard similarity, however few bins are filled. Where most bins are filled,
 * each empty one walks its order; where few are, each filled one offers its rank to all bins, which
 * is one loop over vectors. Both find the same bins. Not for several threads.
 */
final class Densification {

    private static final int BINS = OnePermutationSketch.BINS;

    /** With more empty bins walking the orders takes longer than offering. */
    private static final int MANY = 208;

    /** Bins that are looked at together. */
    private static final int STEP = 8;

    /** For each bin all bins in its order, eight to a long, the first in the lowest byte. */
    private static final long[][] ORDER = new long[BINS][BINS / STEP];

    /** For each bin its rank in the order of every other: rank · 256 + the bin itself. */
    private static final int[][] RANK = new int[BINS][BINS];

    static {
        for (int bin = 0; bin < BINS; bin++) {
            int[] order = new int[BINS];
            for (int i = 0; i < BINS; i++) {
                // Inside-out shuffle (Knuth, The Art of Computer Programming 2, 3.4.2 P).
                long drawn = Shingles.mix(bin, i) >>> 32;
                int place = (int) (drawn * (i + 1) >>> 32);
                order[i] = order[place];
                order[place] = i;
            }
            for (int rank = 0; rank < BINS; rank++) {
                ORDER[bin][rank / STEP] |= (long) order[rank] << 8 * (rank % STEP);
                RANK[order[rank]][bin] = rank * BINS + order[rank];
            }
        }
    }

    private final int many;
    private final int[] filled = new int[BINS];
    private final int[] empty = new int[BINS];

    Densification() {
        this(MANY);
    }

    /**
     * @param many how many empty bins walk their orders; more are offered
     */
    Densification(int many) {
        this.many = many;
    }

    /**
     * Fills the empty bins of a signature.
     *
     * @param bins values of all bins, of which at least one is not empty
     */
    void fill(int[] bins) {
        OnePermutationSketch.filled(bins, filled);
        int count = 0;
        for (int bin = 0; bin < BINS; bin++) {
            empty[count & BINS - 1] = bin;
            count += 1 - filled[bin];
        }
        if (count > many) {
            offer(bins);
            return;
        }
        for (int i = 0; i < count; i++) {
            bins[empty[i]] = bins[first(ORDER[empty[i]], filled)];
        }
    }

    /** The first filled bin of an order, found without a branch for each bin that is not. */
    private static int first(long[] order, int[] filled) {
        int step = 0;
        while (true) {
            long bins = order[step++];
            int found =
                    filled[(int) bins & 0xFF]
                            | filled[(int) (bins >>> 8) & 0xFF] << 1
                            | filled[(int) (bins >>> 16) & 0xFF] << 2
                            | filled[(int) (bins >>> 24) & 0xFF] << 3
                            | filled[(int) (bins >>> 32) & 0xFF] << 4
                            | filled[(int) (bins >>> 40) & 0xFF] << 5
                            | filled[(int) (bins >>> 48) & 0xFF] << 6
                            | filled[(int) (bins >>> 56) & 0xFF] << 7;
            if (found != 0) {
                return (int) (bins >>> 8 * Integer.numberOfTrailingZeros(found)) & 0xFF;
            }
        }
    }

    private void offer(int[] bins) {
        int[] best = empty;
        Arrays.fill(best, BINS * BINS);
        for (int from = 0; from < BINS; from++) {
            if (filled[from] != 0) {
                lower(best, RANK[from]);
            }
        }
        for (int bin = 0; bin < BINS; bin++) {
            if (filled[bin] == 0) {
                bins[bin] = bins[best[bin] & BINS - 1];
            }
        }
    }

    /** The smaller of each two, as the compiler makes vectors of it. */
    private static void lower(int[] best, int[] ranks) {
        for (int bin = 0; bin < BINS; bin++) {
            int difference = ranks[bin] - best[bin];
            best[bin] += difference & difference >> 31;
        }
    }
}
