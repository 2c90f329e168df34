package io.evalstream.udfs.sql;

import io.evalstream.udfs.sketch.QuantileSketch;

import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.AggregateFunction;
import org.apache.flink.table.functions.ScalarFunction;

/**
 * Quantiles from sketches of either kind.
 *
 * <p>Not deterministic beyond the numbers a sketch keeps as they are: it tosses coins. A number
 * cannot be taken back from a sketch.
 */
public final class QuantileFunctions {

    private QuantileFunctions() {}

    /** What the aggregates share. */
    public abstract static class OfNumbers<T> extends AggregateFunction<T, QuantileState> {

        final QuantileSketch.Kind kind;

        OfNumbers(QuantileSketch.Kind kind) {
            this.kind = kind;
        }

        @Override
        public final boolean isDeterministic() {
            return false;
        }

        @Override
        public final QuantileState createAccumulator() {
            return new QuantileState(kind);
        }

        /** Adds what others have seen. */
        public final void merge(QuantileState state, Iterable<QuantileState> others) {
            others.forEach(state::merge);
        }
    }

    /** One quantile. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = QuantileState.class,
                            rawSerializer = QuantileState.Serializer.class),
            output = @DataTypeHint("DOUBLE"))
    public static final class Quantile extends OfNumbers<Double> {

        Quantile(QuantileSketch.Kind kind) {
            super(kind);
        }

        /** Adds a number; NULL and NaN are left out. */
        public void accumulate(QuantileState state, Double value, Double p) {
            if (p != null) {
                state.ask(p);
                state.add(value);
            }
        }

        @Override
        public Double getValue(QuantileState state) {
            Double[] quantiles = state.quantiles();
            return quantiles == null ? null : quantiles[0];
        }
    }

    /** Several quantiles. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = QuantileState.class,
                            rawSerializer = QuantileState.Serializer.class),
            output = @DataTypeHint("ARRAY<DOUBLE>"))
    public static final class Quantiles extends OfNumbers<Double[]> {

        Quantiles(QuantileSketch.Kind kind) {
            super(kind);
        }

        /** Adds a number; NULL and NaN are left out. */
        public void accumulate(QuantileState state, Double value, Double[] p) {
            if (p != null) {
                state.ask(p);
                state.add(value);
            }
        }

        @Override
        public Double[] getValue(QuantileState state) {
            return state.quantiles();
        }
    }

    /** Makes the bytes of a sketch. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = QuantileState.class,
                            rawSerializer = QuantileState.Serializer.class),
            output = @DataTypeHint("BYTES"))
    public static final class Sketch extends OfNumbers<byte[]> {

        Sketch(QuantileSketch.Kind kind) {
            super(kind);
        }

        /** Adds a number; NULL and NaN are left out. */
        public void accumulate(QuantileState state, Double value) {
            state.add(value);
        }

        @Override
        public byte[] getValue(QuantileState state) {
            return state.sketch.image();
        }
    }

    /** Merges the bytes of sketches of several windows or groups. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = QuantileState.class,
                            rawSerializer = QuantileState.Serializer.class),
            output = @DataTypeHint("BYTES"))
    public static final class Merge extends OfNumbers<byte[]> {

        Merge(QuantileSketch.Kind kind) {
            super(kind);
        }

        /** Adds what a sketch has seen. */
        public void accumulate(QuantileState state, byte[] sketch) {
            if (sketch != null) {
                state.sketch.merge(kind.fromImage(sketch));
            }
        }

        @Override
        public byte[] getValue(QuantileState state) {
            return state.sketch.image();
        }
    }

    /** Asks the bytes of a sketch for a quantile. */
    public static final class QuantileOfSketch extends ScalarFunction {

        private final QuantileSketch.Kind kind;

        QuantileOfSketch(QuantileSketch.Kind kind) {
            this.kind = kind;
        }

        /** The quantile; NULL if the sketch has seen nothing. */
        public Double eval(byte[] image, Double p) {
            if (image == null || p == null) {
                return null;
            }
            QuantileSketch sketch = kind.fromImage(image);
            return sketch.count() == 0 ? null : (Double) sketch.quantile(p);
        }
    }

    /** Asks the bytes of a sketch for a rank. */
    public static final class RankOfSketch extends ScalarFunction {

        private final QuantileSketch.Kind kind;

        RankOfSketch(QuantileSketch.Kind kind) {
            this.kind = kind;
        }

        /** The share that does not exceed the value; NULL if the sketch has seen nothing. */
        public Double eval(byte[] image, Double value) {
            if (image == null || value == null) {
                return null;
            }
            QuantileSketch sketch = kind.fromImage(image);
            return sketch.count() == 0 ? null : (Double) sketch.rank(value);
        }
    }
}
