package io.evalstream.udfs.text;

import java.util.Arrays;

/**
 * Geometric ranges of lengths, such that two close texts lie in the same range or in neighbouring
 * ones.
 */
public final class LengthBuckets {

    private final int[] begins;

    /**
     * @param closeness what is close
     * @param shortest where the second bucket begins, at least 1; all below is the first
     */
    public LengthBuckets(Closeness closeness, int shortest) {
        int[] found = new int[64];
        found[0] = 0;
        found[1] = shortest;
        int count = 2;
        while (true) {
            // The longest text of the bucket before has no partner beyond the next bucket.
            int partner = closeness.longestPartner(found[count - 1] - 1);
            int begin = Math.max(partner, found[count - 1]);
            if (begin >= Integer.MAX_VALUE - 1) {
                break;
            }
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = begin + 1;
        }
        begins = Arrays.copyOf(found, count);
    }

    /**
     * The bucket of a length.
     *
     * @param length at least 0
     * @return in [0, {@link #count})
     */
    public int of(int length) {
        int at = Arrays.binarySearch(begins, length);
        return at >= 0 ? at : -at - 2;
    }

    /** How many buckets there are. */
    public int count() {
        return begins.length;
    }
}
