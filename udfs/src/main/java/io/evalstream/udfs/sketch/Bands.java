package io.evalstream.udfs.sketch;

/**
 * The keys of a signature's bands: texts that share one are candidates (Indyk and Motwani,
 * "Approximate nearest neighbors", 1998).
 */
public final class Bands {

    private Bands() {}

    /**
     * Writes one key for each band; the number of the band is part of it.
     *
     * @param signature holds 256 values
     * @param at where they begin
     * @param bands at least 1
     * @param rows values in a band, at least 1; bands × rows is at most 256
     * @param keys receives the keys
     * @param keysAt where they begin
     */
    public static void write(
            int[] signature, int at, int bands, int rows, long[] keys, int keysAt) {
        check(bands, rows);
        int place = at;
        for (int band = 0; band < bands; band++) {
            long key = Shingles.mix(band + 1L);
            int end = place + rows;
            for (; place + 1 < end; place += 2) {
                key = Shingles.mix(key + pair(signature[place], signature[place + 1]));
            }
            for (; place < end; place++) {
                key = Shingles.mix(key + pair(signature[place], 0));
            }
            keys[keysAt + band] = key;
        }
    }

    /** The same with the bands of a mode. */
    public static void write(int[] signature, int at, SketchMode mode, long[] keys, int keysAt) {
        write(signature, at, mode.bands(), mode.rows(), keys, keysAt);
    }

    /**
     * The key of a band within a bucket of lengths. A text is put under its own bucket and asked
     * for under the next one; see {@link io.evalstream.udfs.text.LengthBuckets}.
     */
    public static long inBucket(long key, int bucket) {
        return Shingles.mix(key + (bucket + 1) * 0x9E3779B97F4A7C15L);
    }

    /** Refuses bands that a signature has not. */
    static void check(int bands, int rows) {
        if (bands < 1 || rows < 1 || (long) bands * rows > OnePermutationSketch.BINS) {
            throw new IllegalArgumentException(
                    bands
                            + " bands of "
                            + rows
                            + " rows do not fit into "
                            + OnePermutationSketch.BINS
                            + " values");
        }
    }

    private static long pair(int first, int second) {
        return (long) first << 32 | second & 0xFFFFFFFFL;
    }
}
