package io.evalstream.udfs.sql;

import io.evalstream.udfs.sketch.KllQuantiles;
import io.evalstream.udfs.sketch.QuantileSketch;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.AggregateFunction;
import org.apache.flink.table.functions.ScalarFunction;

import java.io.IOException;

/**
 * Quantiles with the same error everywhere, see {@link KllQuantiles}.
 *
 * <p>Not deterministic beyond the numbers a sketch keeps as they are: it tosses coins. A number
 * cannot be taken back from a sketch.
 */
public final class KllFunctions {

    private KllFunctions() {}

    /** Of {@link KllState}. */
    public static final class KllSerializer extends StateSerializer<KllState> {

        @Override
        public KllState createInstance() {
            return new KllState(KllQuantiles.empty());
        }

        @Override
        public void serialize(KllState state, DataOutputView target) throws IOException {
            state.write(target);
        }

        @Override
        public KllState deserialize(DataInputView source) throws IOException {
            KllState state = new KllState(KllQuantiles.fromImage(readBytes(source)));
            state.readShares(source);
            return state;
        }

        @Override
        public TypeSerializerSnapshot<KllState> snapshotConfiguration() {
            return new KllSnapshot();
        }
    }

    /** Of {@link KllSerializer}. */
    public static final class KllSnapshot extends SimpleTypeSerializerSnapshot<KllState> {

        /** For Flink. */
        public KllSnapshot() {
            super(KllSerializer::new);
        }
    }

    /** A {@link KllQuantiles}, and the shares that were asked for. */
    public static final class KllState extends QuantileState<KllQuantiles> {

        KllState(KllQuantiles sketch) {
            super(sketch);
        }
    }

    /** One quantile from a {@link KllQuantiles}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = KllState.class,
                            rawSerializer = KllSerializer.class),
            output = @DataTypeHint("DOUBLE"))
    public static final class Quantile extends AggregateFunction<Double, KllState> {

        /** Adds a number; NULL and NaN are left out. */
        public void accumulate(KllState state, Double value, Double p) {
            if (p != null) {
                state.ask(p);
                state.add(value);
            }
        }

        @Override
        public Double getValue(KllState state) {
            Double[] quantiles = state.quantiles();
            return quantiles == null ? null : quantiles[0];
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }

        @Override
        public KllState createAccumulator() {
            return new KllState(KllQuantiles.empty());
        }

        /** Adds what others have seen. */
        public void merge(KllState state, Iterable<KllState> others) {
            others.forEach(state::merge);
        }
    }

    /** Several quantiles from a {@link KllQuantiles}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = KllState.class,
                            rawSerializer = KllSerializer.class),
            output = @DataTypeHint("ARRAY<DOUBLE>"))
    public static final class Quantiles extends AggregateFunction<Double[], KllState> {

        /** Adds a number; NULL and NaN are left out. */
        public void accumulate(KllState state, Double value, Double[] p) {
            if (p != null) {
                state.ask(p);
                state.add(value);
            }
        }

        @Override
        public Double[] getValue(KllState state) {
            return state.quantiles();
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }

        @Override
        public KllState createAccumulator() {
            return new KllState(KllQuantiles.empty());
        }

        /** Adds what others have seen. */
        public void merge(KllState state, Iterable<KllState> others) {
            others.forEach(state::merge);
        }
    }

    /** Makes the bytes of a {@link KllQuantiles}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = KllState.class,
                            rawSerializer = KllSerializer.class),
            output = @DataTypeHint("BYTES"))
    public static final class Sketch extends AggregateFunction<byte[], KllState> {

        @Override
        public byte[] getValue(KllState state) {
            return state.sketch.image();
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }

        @Override
        public KllState createAccumulator() {
            return new KllState(KllQuantiles.empty());
        }

        /** Adds a number; NULL and NaN are left out. */
        public void accumulate(KllState state, Double value) {
            state.add(value);
        }

        /** Adds what others have seen. */
        public void merge(KllState state, Iterable<KllState> others) {
            others.forEach(state::merge);
        }
    }

    /** Merges the bytes of {@link KllQuantiles} of several windows or groups. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = KllState.class,
                            rawSerializer = KllSerializer.class),
            output = @DataTypeHint("BYTES"))
    public static final class Merge extends AggregateFunction<byte[], KllState> {

        @Override
        public byte[] getValue(KllState state) {
            return state.sketch.image();
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }

        @Override
        public KllState createAccumulator() {
            return new KllState(KllQuantiles.empty());
        }

        /** Adds what a sketch has seen. */
        public void accumulate(KllState state, byte[] sketch) {
            if (sketch != null) {
                state.sketch.merge(KllQuantiles.fromImage(sketch));
            }
        }

        /** Adds what others have seen. */
        public void merge(KllState state, Iterable<KllState> others) {
            others.forEach(state::merge);
        }
    }

    /** Asks the bytes of a {@link KllQuantiles} for a quantile. */
    public static final class QuantileOfSketch extends ScalarFunction {

        /** The quantile; NULL if the sketch has seen nothing. */
        public Double eval(byte[] sketch, Double p) {
            return sketch == null || p == null ? null : quantile(KllQuantiles.fromImage(sketch), p);
        }
    }

    /** Asks the bytes of a {@link KllQuantiles} for a rank. */
    public static final class RankOfSketch extends ScalarFunction {

        /** The share that does not exceed the value; NULL if the sketch has seen nothing. */
        public Double eval(byte[] sketch, Double value) {
            return sketch == null || value == null
                    ? null
                    : rank(KllQuantiles.fromImage(sketch), value);
        }
    }

    private static Double quantile(QuantileSketch<?> sketch, double p) {
        return sketch.count() == 0 ? null : (Double) sketch.quantile(p);
    }

    private static Double rank(QuantileSketch<?> sketch, double value) {
        return sketch.count() == 0 ? null : (Double) sketch.rank(value);
    }
}
