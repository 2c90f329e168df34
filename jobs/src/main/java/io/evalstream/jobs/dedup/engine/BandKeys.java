package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.sketch.OnePermutationSketch;
import io.evalstream.udfs.sketch.Signatures;

import java.util.Arrays;

/**
 * The keys under which a text looks for its likes, one per band.
 *
 * <p>A key has 32 bits: of a million texts about a hundred pairs share one by chance in each band,
 * and every pair is verified. The number of the band is the place of the key.
 */
final class BandKeys {

    private final SearchMode mode;

    BandKeys(SearchMode mode) {
        this.mode = mode;
    }

    /**
     * Computes the keys of a text of at least one shingle.
     *
     * @param keys receives one per band
     */
    void of(int[] points, int length, int[] keys) {
        int[] signature = OnePermutationSketch.of(Arrays.copyOf(points, length));
        long[] bands = Signatures.bands(signature, mode.bands(), mode.rows());
        for (int band = 0; band < bands.length; band++) {
            keys[band] = (int) (bands[band] >>> 32);
        }
    }
}
