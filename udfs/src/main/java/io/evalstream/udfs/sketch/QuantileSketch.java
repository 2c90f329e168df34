package io.evalstream.udfs.sketch;

/**
 * A distribution of numbers in a few kilobytes that answers for ranks and quantiles.
 *
 * @param <S> the kind of sketch itself, since only sketches of one kind merge
 */
public interface QuantileSketch<S extends QuantileSketch<S>> {

    /** Adds a number; NaN is left out. */
    void add(double value);

    /** Adds what another sketch has seen. */
    void merge(S other);

    /** How many numbers it has seen. */
    long count();

    /**
     * The smallest number that at least the share p of all numbers does not exceed.
     *
     * @param p in [0, 1]
     * @return a number that was added
     * @throws IllegalStateException if it has seen none
     */
    double quantile(double p);

    /**
     * The share of numbers that do not exceed a value.
     *
     * @return in [0, 1]
     * @throws IllegalStateException if it has seen none
     */
    double rank(double value);

    /** Its bytes, see {@link SketchImage}. */
    byte[] image();

    /** Complains about a p that is no share. */
    static void requireShare(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("p is a share from 0 to 1, it is " + p);
        }
    }

    /** Complains about a question to a sketch that has seen nothing. */
    static void requireSeen(QuantileSketch<?> sketch) {
        if (sketch.count() == 0) {
            throw new IllegalStateException("an empty sketch has no quantiles and no ranks");
        }
    }
}
