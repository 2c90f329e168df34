package io.evalstream.udfs.sketch;

/** Which texts become candidates: the length of shingles, the bands, and what goes without. */
public enum SketchMode {
    /** For items of benchmarks. */
    EVAL(4, 64, 4, false),

    /** Finds more of the pairs at the threshold, for more candidates. */
    RECALL(4, 85, 3, false),

    /** For crawled text, where many shingles are in every page. */
    WEB(5, 32, 4, true);

    /** Texts of fewer code points have too few shingles for bands. */
    public static final int SHORTEST = 30;

    private final int shingle;
    private final int bands;
    private final int rows;
    private final boolean stopsFrequent;

    SketchMode(int shingle, int bands, int rows, boolean stopsFrequent) {
        this.shingle = shingle;
        this.bands = bands;
        this.rows = rows;
        this.stopsFrequent = stopsFrequent;
    }

    /** Whether a text has too few code points for bands and is compared directly. */
    public static boolean isTooShort(int length) {
        return length < SHORTEST;
    }

    /** Code points in a shingle. */
    public int shingle() {
        return shingle;
    }

    /** Bands of a signature. */
    public int bands() {
        return bands;
    }

    /** Values in a band. */
    public int rows() {
        return rows;
    }

    /** Whether the most frequent shingles are left out of a text's sketch. */
    public boolean stopsFrequent() {
        return stopsFrequent;
    }

    /**
     * The probability that two texts become candidates.
     *
     * @param jaccard similarity of their sets of shingles, in [0, 1]
     */
    public double candidateProbability(double jaccard) {
        return 1 - Math.pow(1 - Math.pow(jaccard, rows), bands);
    }
}
