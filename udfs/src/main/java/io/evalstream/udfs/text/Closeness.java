package io.evalstream.udfs.text;

/**
 * Which share of the longer text two near duplicates may differ in, as a fraction, so that the
 * decision is one of integers.
 *
 * <p>Two texts are close iff {@code denominator · distance < numerator · length of the longer}: the
 * threshold itself is not close, and neither are two empty texts, which are equal anyway.
 *
 * @param numerator at least 1, less than the denominator
 * @param denominator at least 2
 */
public record Closeness(int numerator, int denominator) {

    /** A normalised distance below 0.2. */
    public static final Closeness FIFTH = new Closeness(1, 5);

    public Closeness {
        if (numerator < 1 || numerator >= denominator) {
            throw new IllegalArgumentException(
                    "a threshold of distance lies between 0 and 1, it is "
                            + numerator
                            + "/"
                            + denominator);
        }
    }

    /**
     * The largest distance of close texts.
     *
     * @param longer length of the longer text, at least 0
     * @return in [-1, longer); -1 where not even equal texts are close, which are empty ones
     */
    public int limit(int longer) {
        // Rounds down for 0 too, where a division towards zero would give 0.
        return (int) Math.floorDiv((long) numerator * longer - 1, (long) denominator);
    }

    /**
     * The greatest length of a text that can be close to one of this length.
     *
     * @param length at least 0
     */
    public int longestPartner(int length) {
        long partner = ((long) denominator * length - 1) / (denominator - numerator);
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, partner));
    }
}
