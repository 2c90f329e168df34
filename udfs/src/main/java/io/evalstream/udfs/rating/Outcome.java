package io.evalstream.udfs.rating;

/** What a judgement of two answers can say. */
enum Outcome {
    LOSS,
    TIE,
    WIN;

    /**
     * From the points of the first model.
     *
     * @param points 1 for a win, 0.5 for a tie, 0 for a loss
     */
    static Outcome of(double points) {
        double halves = 2 * points;
        if (halves != 0 && halves != 1 && halves != 2) {
            throw new IllegalArgumentException(
                    "the outcome of a judgement is 1, 0.5 or 0, it is " + points);
        }
        return values()[(int) halves];
    }

    /** Half points of the first model; the second has the rest of two. */
    int halves() {
        return ordinal();
    }
}
