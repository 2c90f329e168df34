package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.sketch.SketchMode;

/**
 * Which documents that met in a band are alike enough to be compared, by their short sketches.
 *
 * <p>Depends on nothing but the two, so that no partitioning changes what is found.
 */
final class Likeness {

    private final long[] sketches;
    private final int leastEqual;

    /**
     * @param sketches a {@link ShortSketch} for each document
     */
    Likeness(long[] sketches, SketchMode mode) {
        this.sketches = sketches;
        this.leastEqual = ShortSketch.leastEqual(mode);
    }

    boolean isEnough(int a, int b) {
        int equal =
                ShortSketch.equal(sketches, a * ShortSketch.LONGS, sketches, b * ShortSketch.LONGS);
        return equal >= leastEqual;
    }
}
