package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.sketch.OnePermutationSketch;
import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.sketch.Sketcher;
import io.evalstream.udfs.sketch.StopShingles;

/**
 * The keys under which a text looks for its likes, one per band.
 *
 * <p>A key has 32 bits: of a million texts about a hundred pairs share one by chance in each band,
 * and every pair is verified. The number of the band is the place of the key; lengths are compared
 * where the keys meet, so that no text has to be there under several buckets of lengths.
 */
final class BandKeys {

    private static final int[] FACTORS = {
        0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1
    };

    private final SketchMode mode;
    private final Sketcher sketcher;
    private final int[] signature = new int[OnePermutationSketch.BINS];

    BandKeys(SketchMode mode, StopShingles stops) {
        this.mode = mode;
        this.sketcher = new Sketcher(mode.shingle(), stops);
    }

    /**
     * Computes the keys of a text.
     *
     * @param keys receives one per band
     * @param sketch receives the {@link ShortSketch}
     * @return false where the text has no shingle to go by
     */
    boolean of(int[] points, int length, int[] keys, long[] sketch) {
        if (!sketcher.sketch(points, 0, length, signature, 0)) {
            return false;
        }
        ShortSketch.write(signature, sketch, 0);
        write(keys);
        return true;
    }

    /** The values of each band times odd numbers, added up, and mixed so that upper bits count. */
    private void write(int[] keys) {
        int rows = mode.rows();
        int at = 0;
        for (int band = 0; band < mode.bands(); band++, at += rows) {
            int sum = signature[at] * FACTORS[0];
            for (int row = 1; row < rows; row++) {
                sum += signature[at + row] * FACTORS[row];
            }
            keys[band] = (sum ^ sum >>> 15) * FACTORS[rows];
        }
    }
}
