package io.evalstream.udfs.sketch;

import java.util.function.Function;
import java.util.function.Supplier;

/** A distribution of numbers in a few kilobytes that answers for ranks and quantiles. */
public interface QuantileSketch {

    /** The kinds there are; only sketches of one kind merge. */
    enum Kind {
        /** {@link KllQuantiles}. */
        KLL(KllQuantiles::empty, KllQuantiles::fromImage),
        /** {@link ReqQuantiles}. */
        REQ(ReqQuantiles::empty, ReqQuantiles::fromImage);

        private final Supplier<QuantileSketch> empty;
        private final Function<byte[], QuantileSketch> reader;

        Kind(Supplier<QuantileSketch> empty, Function<byte[], QuantileSketch> reader) {
            this.empty = empty;
            this.reader = reader;
        }

        /** A sketch that has seen nothing. */
        public QuantileSketch empty() {
            return empty.get();
        }

        /**
         * A sketch from its bytes.
         *
         * @throws IllegalArgumentException if these are not the bytes of such a sketch
         */
        public QuantileSketch fromImage(byte[] image) {
            return reader.apply(image);
        }
    }

    /** Adds a number; NaN is left out. */
    void add(double value);

    /**
     * Adds what another sketch has seen.
     *
     * @throws ClassCastException if the other is of another kind
     */
    void merge(QuantileSketch other);

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
    static void requireSeen(QuantileSketch sketch) {
        if (sketch.count() == 0) {
            throw new IllegalStateException("an empty sketch has no quantiles and no ranks");
        }
    }
}
