package io.evalstream.udfs.rating;

/** What may stand for a model in a judgement. */
final class ModelName {

    /** Longer names are answers in the wrong column. */
    private static final int LONGEST = 1000;

    private ModelName() {}

    /** Complains about two names that are none, or the same. */
    static void requireTwo(String first, String second) {
        int longer = Math.max(first.length(), second.length());
        if (longer > LONGEST) {
            throw new IllegalArgumentException(
                    "the name of a model has at most " + LONGEST + " characters, not " + longer);
        }
        if (first.equals(second)) {
            throw new IllegalArgumentException("model " + first + " was judged against itself");
        }
    }
}
