package io.evalstream.udfs.sketch;

/**
 * The hashes of a text's shingles, a block of places at a time.
 *
 * <p>A shingle is a run of a few code points. Its hash is the sum of its code points, each times an
 * odd number of its place, mixed by the 32-bit finaliser of MurmurHash3, without the last bit. It
 * is computed anew at each place, since places that do not wait for each other are computed in
 * vectors. Not for several threads.
 */
final class ShingleHashes {

    /** Places in a block: a block of code points and hashes stays in the first cache. */
    static final int BLOCK = 1024;

    private static final int FIRST = 0x9E3779B1;
    private static final int SECOND = 0x85EBCA77;
    private static final int THIRD = 0xC2B2AE3D;
    private static final int FOURTH = 0x27D4EB2F;
    private static final int FIFTH = 0x165667B1;

    private final int shingle;
    private final int[] hashes = new int[BLOCK];

    /**
     * For each place of a shingle the code points there, one array each: were they read from one
     * array, the compiler would share the loads of neighbouring shingles and make no vectors.
     */
    private final int[][] places;

    /**
     * @param shingle 4 or 5 code points
     */
    ShingleHashes(int shingle) {
        if (shingle != 4 && shingle != 5) {
            throw new IllegalArgumentException("a shingle has 4 or 5 code points, not " + shingle);
        }
        this.shingle = shingle;
        places = new int[shingle][BLOCK];
    }

    /**
     * How many shingles a text has, repeated ones counted again.
     *
     * @return 0 for an empty text, 1 for a text shorter than a shingle, which is its own
     */
    int count(int length) {
        return length == 0 ? 0 : Math.max(1, length - shingle + 1);
    }

    /**
     * Computes the hashes of the shingles from one place on; {@link #hashes} then holds them.
     *
     * @param text holds the text's code points
     * @param from where the text begins
     * @param length how many code points it has
     * @param done how many shingles are behind, less than {@link #count}
     * @return how many shingles were hashed
     */
    int next(int[] text, int from, int length, int done) {
        if (length < shingle) {
            hashes[0] = ofShort(text, from, length);
            return 1;
        }
        int size = Math.min(BLOCK, count(length) - done);
        for (int place = 0; place < shingle; place++) {
            System.arraycopy(text, from + done + place, places[place], 0, size);
        }
        if (shingle == 4) {
            ofFour(places[0], places[1], places[2], places[3], hashes, size);
        } else {
            ofFive(places[0], places[1], places[2], places[3], places[4], hashes, size);
        }
        return size;
    }

    /** The hashes of the last block. */
    int[] hashes() {
        return hashes;
    }

    private static void ofFour(
            int[] first, int[] second, int[] third, int[] fourth, int[] hashes, int size) {
        for (int i = 0; i < size; i++) {
            int sum = first[i] * FIRST + second[i] * SECOND + third[i] * THIRD + fourth[i] * FOURTH;
            hashes[i] = mix(sum) & ~1;
        }
    }

    private static void ofFive(
            int[] first,
            int[] second,
            int[] third,
            int[] fourth,
            int[] fifth,
            int[] hashes,
            int size) {
        for (int i = 0; i < size; i++) {
            int sum = first[i] * FIRST + second[i] * SECOND + third[i] * THIRD + fourth[i] * FOURTH;
            hashes[i] = mix(sum + fifth[i] * FIFTH) & ~1;
        }
    }

    /** The hash of a text that is shorter than a shingle. */
    private static int ofShort(int[] text, int from, int length) {
        // Its length is hashed too: a code point 0 must not pass for none.
        int sum = ~length * FIFTH;
        for (int i = 0; i < length; i++) {
            sum = mix(sum + text[from + i] * FIRST);
        }
        return sum & ~1;
    }

    /** A bijection of 32-bit numbers that spreads every bit over all others. */
    private static int mix(int value) {
        int h = value;
        h = (h ^ h >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return h ^ h >>> 16;
    }
}
