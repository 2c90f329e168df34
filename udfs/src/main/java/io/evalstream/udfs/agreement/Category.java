package io.evalstream.udfs.agreement;

/** What may stand for a category. */
final class Category {

    /** Longer ones are answers in the wrong column. */
    private static final int LONGEST = 1000;

    private Category() {}

    /** Complains about a text that is no category. */
    static void require(String category) {
        if (category.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a category has at most "
                            + LONGEST
                            + " characters, this has "
                            + category.length());
        }
    }
}
