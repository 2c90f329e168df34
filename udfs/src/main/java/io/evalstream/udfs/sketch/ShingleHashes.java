package io.evalstream.udfs.sketch;

/**
 * The hashes of a text's shingles, a block of places at a time.
 *
 * <p>A shingle is a run of a few code points. Its hash is the sum of its code points, each times an
 * odd number of its place, mixed by the 32-bit finaliser of MurmurHash3. It is computed anew at
 * each place: places do not wait for each other, and the compiler makes one loop over vectors of
 * it.
 */
final class ShingleHashes {

    /** Places in a block: its hashes stay in the first cache. */
    static final int BLOCK = 1024;

    private static final int FIRST = 0x9E3779B1;
    private static final int SECOND = 0x85EBCA77;
    private static final int THIRD = 0xC2B2AE3D;
    private static final int FOURTH = 0x27D4EB2F;
    private static final int FIFTH = 0x165667B1;

    private ShingleHashes() {}

    /**
     * How many shingles a text has, repeated ones counted again.
     *
     * @return 0 for an empty text, 1 for a text shorter than a shingle, which is its own
     */
    static int count(int length, int shingle) {
        return length == 0 ? 0 : Math.max(1, length - shingle + 1);
    }

    /**
     * The hashes of the shingles that begin at some places.
     *
     * @param text holds the text's code points
     * @param from where the first of the shingles begins in it
     * @param places how many shingles, at most as many as fit into the array
     * @param shingle 4 or 5
     * @param hashes receives them
     */
    static void write(int[] text, int from, int places, int shingle, int[] hashes) {
        if (shingle == 4) {
            ofFour(text, from, places, hashes);
        } else {
            ofFive(text, from, places, hashes);
        }
    }

    private static void ofFour(int[] text, int from, int places, int[] hashes) {
        for (int i = 0; i < places; i++) {
            int at = from + i;
            int sum =
                    text[at] * FIRST
                            + text[at + 1] * SECOND
                            + text[at + 2] * THIRD
                            + text[at + 3] * FOURTH;
            hashes[i] = mix(sum);
        }
    }

    private static void ofFive(int[] text, int from, int places, int[] hashes) {
        for (int i = 0; i < places; i++) {
            int at = from + i;
            int sum =
                    text[at] * FIRST
                            + text[at + 1] * SECOND
                            + text[at + 2] * THIRD
                            + text[at + 3] * FOURTH
                            + text[at + 4] * FIFTH;
            hashes[i] = mix(sum);
        }
    }

    /** The hash of a text that is shorter than a shingle. */
    static int ofShort(int[] text, int from, int length) {
        // Its length is hashed too: a code point 0 must not pass for none.
        int sum = ~length * FIFTH;
        for (int i = 0; i < length; i++) {
            sum = mix(sum + text[from + i] * FIRST);
        }
        return sum;
    }

    /** A bijection of 32-bit numbers that spreads every bit over all others. */
    static int mix(int value) {
        int h = value;
        h = (h ^ h >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return h ^ h >>> 16;
    }
}
