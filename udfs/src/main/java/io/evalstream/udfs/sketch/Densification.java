package io.evalstream.udfs.sketch;

/**
 * From which bin an empty one copies: the first filled one of an order of its own.
 *
 * <p>Shrivastava, "Optimal densification for fast and accurate minwise hashing", ICML 2017. The
 * order of each bin is a random permutation of all bins, so that two texts agree in a bin with the
 * probability of their Jaccard similarity, however few bins are filled. Where most bins are filled,
 * each empty one walks its order; where few are, each filled one offers its rank to all bins, which
 * is one loop over vectors. Both find the same bins.
 */
final class Densification {

    private static final int BINS = OnePermutationSketch.BINS;

    /** Below so many filled bins walking the orders takes longer than offering. */
    private static final int FEW = 112;

    /** For each bin all bins in its order. */
    private static final byte[] ORDER = new byte[BINS * BINS];

    /** For each bin its rank in the order of every other: rank · 256 + the bin itself. */
    private static final int[] RANK = new int[BINS * BINS];

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
                ORDER[bin * BINS + rank] = (byte) order[rank];
                RANK[order[rank] * BINS + bin] = rank * BINS + order[rank];
            }
        }
    }

    private Densification() {}

    /**
     * Fills the empty bins of a signature.
     *
     * @param bins values of all bins; bin i is empty iff it is {@link OnePermutationSketch#empty}
     *     of i, and at least one is not
     * @param at where they begin
     * @param best scratch of as many values as there are bins
     */
    static void fill(int[] bins, int at, int[] best) {
        int filled = 0;
        for (int bin = 0; bin < BINS; bin++) {
            filled += bins[at + bin] == OnePermutationSketch.empty(bin) ? 0 : 1;
        }
        if (filled == BINS) {
            return;
        }
        if (filled < FEW) {
            offer(bins, at, best);
        } else {
            walk(bins, at, best);
        }
    }

    private static void offer(int[] bins, int at, int[] best) {
        for (int bin = 0; bin < BINS; bin++) {
            best[bin] = Integer.MAX_VALUE;
        }
        for (int from = 0; from < BINS; from++) {
            if (bins[at + from] != OnePermutationSketch.empty(from)) {
                int row = from * BINS;
                for (int bin = 0; bin < BINS; bin++) {
                    best[bin] = Math.min(best[bin], RANK[row + bin]);
                }
            }
        }
        // A filled bin may be offered an earlier one than itself; it keeps its own.
        for (int bin = 0; bin < BINS; bin++) {
            boolean isEmpty = bins[at + bin] == OnePermutationSketch.empty(bin);
            best[bin] = isEmpty ? best[bin] & BINS - 1 : bin;
        }
        copy(bins, at, best);
    }

    private static void walk(int[] bins, int at, int[] best) {
        for (int bin = 0; bin < BINS; bin++) {
            int from = bin;
            int next = bin * BINS;
            while (bins[at + from] == OnePermutationSketch.empty(from)) {
                from = ORDER[next++] & BINS - 1;
            }
            best[bin] = from;
        }
        copy(bins, at, best);
    }

    /** First all values, then all bins: no copy is copied. */
    private static void copy(int[] bins, int at, int[] best) {
        for (int bin = 0; bin < BINS; bin++) {
            best[bin] = bins[at + best[bin]];
        }
        System.arraycopy(best, 0, bins, at, BINS);
    }
}
