package io.evalstream.udfs.sketch;

/**
 * Makes {@link OnePermutationSketch signatures} of many texts, into arrays of the caller.
 *
 * <p>Not for several threads; nothing is allocated per text.
 */
public final class Sketcher {

    private static final int BINS = OnePermutationSketch.BINS;

    private final StopShingles stops;
    private final ShingleHashes shingles;
    private final Densification densification = new Densification();
    private final int[] bins = new int[BINS];

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
        this.shingles = new ShingleHashes(shingle);
        this.stops = stops;
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
        int count = shingles.count(length);
        OnePermutationSketch.clear(bins);
        boolean any = false;
        for (int done = 0, block; done < count; done += block) {
            block = shingles.next(text, from, length, done);
            int kept = stops.isEmpty() ? block : withoutStops(block);
            any |= kept > 0;
            OnePermutationSketch.take(shingles.hashes(), kept, bins);
        }
        if (any) {
            densification.fill(bins);
        }
        System.arraycopy(bins, 0, signature, at, BINS);
        return any;
    }

    private int withoutStops(int block) {
        int[] hashes = shingles.hashes();
        int kept = 0;
        for (int i = 0; i < block; i++) {
            int hash = hashes[i];
            hashes[kept] = hash;
            kept += stops.contains(hash) ? 0 : 1;
        }
        return kept;
    }
}
