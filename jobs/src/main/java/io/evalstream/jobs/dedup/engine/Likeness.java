package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.sketch.SketchMode;

/**
 * Which documents that met in a band are alike enough to be compared, by their short sketches.
 *
 * <p>Depends on nothing but the two, so that no partitioning changes what is found.
 */
final class Likeness {

    private final BandedDocuments documents;
    private final int leastEqual;

    Likeness(BandedDocuments documents, SketchMode mode) {
        this.documents = documents;
        this.leastEqual = ShortSketch.leastEqual(mode);
    }

    boolean isEnough(int a, int b) {
        return documents.equal(a, b) >= leastEqual;
    }
}
