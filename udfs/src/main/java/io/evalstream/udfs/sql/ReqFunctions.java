package io.evalstream.udfs.sql;

import io.evalstream.udfs.sketch.QuantileSketch;
import io.evalstream.udfs.sketch.ReqQuantiles;

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
 * Quantiles whose error shrinks towards the largest numbers, see {@link ReqQuantiles}.
 *
 * <p>Not deterministic beyond the numbers a sketch keeps as they are: it tosses coins. A number
 * cannot be taken back from a sketch.
 */
public final class ReqFunctions {

    private ReqFunctions() {}

    /** Of {@link ReqState}. */
    public static final class ReqSerializer extends StateSerializer<ReqState> {

        @Override
        public ReqState createInstance() {
            return new ReqState(ReqQuantiles.empty());
        }

        @Override
        public void serialize(ReqState state, DataOutputView target) throws IOException {
            state.write(target);
        }

        @Override
        public ReqState deserialize(DataInputView source) throws IOException {
            ReqState state = new ReqState(ReqQuantiles.fromImage(readBytes(source)));
            state.readShares(source);
            return state;
        }

        @Override
        public TypeSerializerSnapshot<ReqState> snapshotConfiguration() {
            return new ReqSnapshot();
        }
    }

    /** Of {@link ReqSerializer}. */
    public static final class ReqSnapshot extends SimpleTypeSerializerSnapshot<ReqState> {

        /** For Flink. */
        public ReqSnapshot() {
            super(ReqSerializer::new);
        }
    }

    /** A {@link ReqQuantiles}, and the shares that were asked for. */
    public static final class ReqState extends QuantileState<ReqQuantiles> {

        ReqState(ReqQuantiles sketch) {
            super(sketch);
        }
    }

    /** One quantile from a {@link ReqQuantiles}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = ReqState.class,
                            rawSerializer = ReqSerializer.class),
            output = @DataTypeHint("DOUBLE"))
    public static final class Quantile extends AggregateFunction<Double, ReqState> {

        /** Adds a number; NULL and NaN are left out. */
        public void accumulate(ReqState state, Double value, Double p) {
            if (p != null) {
                state.ask(p);
                state.add(value);
            }
        }

        @Override
        public Double getValue(ReqState state) {
            Double[] quantiles = state.quantiles();
            return quantiles == null ? null : quantiles[0];
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }

        @Override
        public ReqState createAccumulator() {
            return new ReqState(ReqQuantiles.empty());
        }

        /** Adds what others have seen. */
        public void merge(ReqState state, Iterable<ReqState> others) {
            others.forEach(state::merge);
        }
    }

    /** Several quantiles from a {@link ReqQuantiles}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = ReqState.class,
                            rawSerializer = ReqSerializer.class),
            output = @DataTypeHint("ARRAY<DOUBLE>"))
    public static final class Quantiles extends AggregateFunction<Double[], ReqState> {

        /** Adds a number; NULL and NaN are left out. */
        public void accumulate(ReqState state, Double value, Double[] p) {
            if (p != null) {
                state.ask(p);
                state.add(value);
            }
        }

        @Override
        public Double[] getValue(ReqState state) {
            return state.quantiles();
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }

        @Override
        public ReqState createAccumulator() {
            return new ReqState(ReqQuantiles.empty());
        }

        /** Adds what others have seen. */
        public void merge(ReqState state, Iterable<ReqState> others) {
            others.forEach(state::merge);
        }
    }

    /** Makes the bytes of a {@link ReqQuantiles}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = ReqState.class,
                            rawSerializer = ReqSerializer.class),
            output = @DataTypeHint("BYTES"))
    public static final class Sketch extends AggregateFunction<byte[], ReqState> {

        @Override
        public byte[] getValue(ReqState state) {
            return state.sketch.image();
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }

        @Override
        public ReqState createAccumulator() {
            return new ReqState(ReqQuantiles.empty());
        }

        /** Adds a number; NULL and NaN are left out. */
        public void accumulate(ReqState state, Double value) {
            state.add(value);
        }

        /** Adds what others have seen. */
        public void merge(ReqState state, Iterable<ReqState> others) {
            others.forEach(state::merge);
        }
    }

    /** Merges the bytes of {@link ReqQuantiles} of several windows or groups. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = ReqState.class,
                            rawSerializer = ReqSerializer.class),
            output = @DataTypeHint("BYTES"))
    public static final class Merge extends AggregateFunction<byte[], ReqState> {

        @Override
        public byte[] getValue(ReqState state) {
            return state.sketch.image();
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }

        @Override
        public ReqState createAccumulator() {
            return new ReqState(ReqQuantiles.empty());
        }

        /** Adds what a sketch has seen. */
        public void accumulate(ReqState state, byte[] sketch) {
            if (sketch != null) {
                state.sketch.merge(ReqQuantiles.fromImage(sketch));
            }
        }

        /** Adds what others have seen. */
        public void merge(ReqState state, Iterable<ReqState> others) {
            others.forEach(state::merge);
        }
    }

    /** Asks the bytes of a {@link ReqQuantiles} for a quantile. */
    public static final class QuantileOfSketch extends ScalarFunction {

        /** The quantile; NULL if the sketch has seen nothing. */
        public Double eval(byte[] sketch, Double p) {
            return sketch == null || p == null ? null : quantile(ReqQuantiles.fromImage(sketch), p);
        }
    }

    /** Asks the bytes of a {@link ReqQuantiles} for a rank. */
    public static final class RankOfSketch extends ScalarFunction {

        /** The share that does not exceed the value; NULL if the sketch has seen nothing. */
        public Double eval(byte[] sketch, Double value) {
            return sketch == null || value == null
                    ? null
                    : rank(ReqQuantiles.fromImage(sketch), value);
        }
    }

    private static Double quantile(QuantileSketch<?> sketch, double p) {
        return sketch.count() == 0 ? null : (Double) sketch.quantile(p);
    }

    private static Double rank(QuantileSketch<?> sketch, double value) {
        return sketch.count() == 0 ? null : (Double) sketch.rank(value);
    }
}
