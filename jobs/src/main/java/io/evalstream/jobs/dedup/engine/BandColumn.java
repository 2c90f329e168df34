package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.sketch.SketchMode;

/**
 * The keys of a band, of which documents hold half: the lower half is the band's values in the
 * {@link ShortSketch}, which is there anyway.
 *
 * <p>Texts that agree in all values of a band agree in these bits of them. Where a band has three
 * values they are twelve bits, so that its keys have 28.
 */
final class BandColumn {

    private final int word;
    private final int left;
    private final int right;
    private final boolean isInTwoWords;

    /**
     * @param band from 0
     */
    BandColumn(SketchMode mode, int band) {
        int first = band * mode.rows() * ShortSketch.BITS;
        int width = mode.rows() * ShortSketch.BITS;
        word = first / Long.SIZE;
        left = first % Long.SIZE;
        right = Long.SIZE - width;
        isInTwoWords = left + width > Long.SIZE;
    }

    /** What is held of a key beside the sketch. */
    static char upperHalf(int key) {
        return (char) (key >>> Character.SIZE);
    }

    /**
     * The key of a document.
     *
     * @param sketches {@link ShortSketch#LONGS} of them a document
     * @param at where that of the document begins
     */
    int key(char upperHalf, long[] sketches, int at) {
        long bits = sketches[at + word] << left;
        if (isInTwoWords) {
            bits |= sketches[at + word + 1] >>> Long.SIZE - left;
        }
        return upperHalf << Character.SIZE | (int) (bits >>> right);
    }
}
