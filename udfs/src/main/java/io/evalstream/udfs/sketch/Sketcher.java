package io.evalstream.udfs.sketch;

/**
 * Makes {@link OnePermutationSketch signatures} of many texts, into arrays of the caller.
 *
 * <p>Not for several threads; nothing is allocated per text.
 */
public final class Sketcher {

    private static final int BINS = OnePermutationSketch.BINS;

    /** All bins empty. */
    private static final int[] EMPTY = new int[BINS];

    static {
        for (int bin = 0; bin < BINS; bin++) {
            EMPTY[bin] = OnePermutationSketch.empty(bin);
        }
    }

    private final int shingle;
    private final StopShingles stops;
    private final int[] hashes = new int[ShingleHashes.BLOCK];
    private final int[] scratch = new int[BINS];

    /**
     * @param shingle code points in a shingle, 4 or 5
     */
    public Sketcher(int shingle) {
        this(shingle, StopShingles.NONE);
    }

    /**
     * @param shingle code points in a shingle, 4 or 5
     * @param stops shingles that are left out, made with the same length
     */
    public Sketcher(int shingle, StopShingles stops) {
        this.shingle = checked(shingle);
        this.stops = stops;
    }

    static int checked(int shingle) {
        if (shingle != 4 && shingle != 5) {
            throw new IllegalArgumentException("a shingle has 4 or 5 code points, not " + shingle);
        }
        return shingle;
    }

    /**
     * Writes the signature of a text's set of shingles.
     *
     * @param text holds the code points
     * @param from where the text begins
     * @param length how many code points, at least 0
     * @param signature receives 256 values
     * @param at where they begin
     * @return false where there is nothing to sketch, since the text is empty or has no shingle but
     *     stop shingles; the values then mean nothing
     */
    public boolean sketch(int[] text, int from, int length, int[] signature, int at) {
        int places = ShingleHashes.count(length, shingle);
        System.arraycopy(EMPTY, 0, signature, at, BINS);
        boolean any = false;
        for (int done = 0; done < places; done += ShingleHashes.BLOCK) {
            int block = Math.min(ShingleHashes.BLOCK, places - done);
            if (length < shingle) {
                hashes[0] = ShingleHashes.ofShort(text, from, length);
            } else {
                ShingleHashes.write(text, from + done, block, shingle, hashes);
            }
            if (!stops.isEmpty()) {
                block = withoutStops(block);
            }
            any |= block > 0;
            OnePermutationSketch.take(hashes, block, signature, at);
        }
        if (any) {
            Densification.fill(signature, at, scratch);
        }
        return any;
    }

    private int withoutStops(int block) {
        int kept = 0;
        for (int i = 0; i < block; i++) {
            int hash = hashes[i];
            hashes[kept] = hash;
            kept += stops.contains(hash) ? 0 : 1;
        }
        return kept;
    }
}
