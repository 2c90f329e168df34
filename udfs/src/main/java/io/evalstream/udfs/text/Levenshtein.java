package io.evalstream.udfs.text;

/** The Levenshtein distance of two texts, counted in code points. */
public final class Levenshtein {

    private Levenshtein() {}

    /**
     * How many code points must be inserted, removed or replaced to turn one text into the other.
     *
     * <p>Takes O(n·d/64) steps for a distance d of texts of length n.
     *
     * @return in [0, length of the longer text]
     */
    public static int distance(int[] a, int[] b) {
        return bounded(a, b, Math.max(a.length, b.length));
    }

    /**
     * The distance where it is at most the limit.
     *
     * <p>Takes O(n·limit/64) steps.
     *
     * @param limit at least 0
     * @return in [0, limit], or limit + 1 for every distance above
     */
    public static int bounded(int[] a, int[] b, int limit) {
        if (limit < 0 || limit == Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the limit of a distance is 0 to 2147483646, it is " + limit);
        }
        return new EditDistance().within(a, 0, a.length, b, 0, b.length, limit);
    }

    /**
     * The distance relative to the longer text.
     *
     * @return in [0, 1]; 0 for two empty texts
     */
    public static double normalized(int[] a, int[] b) {
        int longer = Math.max(a.length, b.length);
        return longer == 0 ? 0 : (double) distance(a, b) / longer;
    }
}
