package io.evalstream.jobs.dedup.engine;

/** How many candidates are looked at: the form of the sketch and of its bands. */
public enum SearchMode {
    /** Finds 96.7 % of hard near duplicates below 0.2, and all of a real benchmark's. */
    EVAL(4, 64, 4),
    /** Finds 99.7 % of the hard ones, with more comparisons. */
    RECALL(4, 85, 3),
    /** For much text of little worth: fewer bands, and shingles that are everywhere are left out. */
    WEB(5, 32, 4);

    private final int shingle;
    private final int bands;
    private final int rows;

    SearchMode(int shingle, int bands, int rows) {
        this.shingle = shingle;
        this.bands = bands;
        this.rows = rows;
    }

    /** Code points in a shingle. */
    public int shingle() {
        return shingle;
    }

    /** Bands of a sketch. */
    public int bands() {
        return bands;
    }

    /** Values in a band. */
    public int rows() {
        return rows;
    }
}
