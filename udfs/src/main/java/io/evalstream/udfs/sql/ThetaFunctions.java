package io.evalstream.udfs.sql;

import io.evalstream.udfs.sketch.DistinctSketch;

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
 * Sets of values as theta sketches, see {@link DistinctSketch}.
 *
 * <p>A value cannot be taken back from a sketch.
 */
public final class ThetaFunctions {

    private ThetaFunctions() {}

    /** Of {@link DistinctSketch}. */
    public static final class ThetaSerializer extends StateSerializer<DistinctSketch> {

        @Override
        public DistinctSketch createInstance() {
            return DistinctSketch.empty();
        }

        @Override
        public void serialize(DistinctSketch state, DataOutputView target) throws IOException {
            writeBytes(state.image(), target);
        }

        @Override
        public DistinctSketch deserialize(DataInputView source) throws IOException {
            return DistinctSketch.fromImage(readBytes(source));
        }

        @Override
        public TypeSerializerSnapshot<DistinctSketch> snapshotConfiguration() {
            return new ThetaSnapshot();
        }
    }

    /** Of {@link ThetaSerializer}. */
    public static final class ThetaSnapshot extends SimpleTypeSerializerSnapshot<DistinctSketch> {

        /** For Flink. */
        public ThetaSnapshot() {
            super(ThetaSerializer::new);
        }
    }

    /** Collects values into a sketch. */
    public abstract static class Collecting<T> extends AggregateFunction<T, DistinctSketch> {

        @Override
        public DistinctSketch createAccumulator() {
            return DistinctSketch.empty();
        }

        /** Adds a text; NULL is left out. */
        public void accumulate(DistinctSketch set, String value) {
            if (value != null) {
                set.add(value);
            }
        }

        /** Adds a whole number; NULL is left out. */
        public void accumulate(DistinctSketch set, Long value) {
            if (value != null) {
                set.add(value);
            }
        }

        /** Adds what others have seen. */
        public void merge(DistinctSketch set, Iterable<DistinctSketch> others) {
            others.forEach(set::merge);
        }
    }

    /** See {@link DistinctSketch#estimate()}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = DistinctSketch.class,
                            rawSerializer = ThetaSerializer.class),
            output = @DataTypeHint("DOUBLE"))
    public static final class ApproxDistinct extends Collecting<Double> {

        @Override
        public Double getValue(DistinctSketch set) {
            return set.estimate();
        }
    }

    /** See {@link DistinctSketch#image}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = DistinctSketch.class,
                            rawSerializer = ThetaSerializer.class),
            output = @DataTypeHint("BYTES"))
    public static final class ThetaSketch extends Collecting<byte[]> {

        @Override
        public byte[] getValue(DistinctSketch set) {
            return set.image();
        }
    }

    /** Merges the bytes of sets of several windows or groups. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = DistinctSketch.class,
                            rawSerializer = ThetaSerializer.class),
            output = @DataTypeHint("BYTES"))
    public static final class ThetaMerge extends AggregateFunction<byte[], DistinctSketch> {

        @Override
        public DistinctSketch createAccumulator() {
            return DistinctSketch.empty();
        }

        /** Adds the values of a set; NULL is left out. */
        public void accumulate(DistinctSketch set, byte[] sketch) {
            if (sketch != null) {
                set.merge(DistinctSketch.fromImage(sketch));
            }
        }

        /** Adds what others have seen. */
        public void merge(DistinctSketch set, Iterable<DistinctSketch> others) {
            others.forEach(set::merge);
        }

        @Override
        public byte[] getValue(DistinctSketch set) {
            return set.image();
        }
    }

    /** See {@link DistinctSketch#estimate(byte[])}. */
    public static final class Estimate extends ScalarFunction {

        /** About how many values the set holds. */
        public Double eval(byte[] sketch) {
            return sketch == null ? null : (Double) DistinctSketch.estimate(sketch);
        }
    }

    /** See {@link DistinctSketch#union}. */
    public static final class Union extends ScalarFunction {

        /** The set of values in one of the two. */
        public byte[] eval(byte[] a, byte[] b) {
            return a == null || b == null ? null : DistinctSketch.union(a, b);
        }
    }

    /** See {@link DistinctSketch#intersection}. */
    public static final class Intersection extends ScalarFunction {

        /** The set of values in both. */
        public byte[] eval(byte[] a, byte[] b) {
            return a == null || b == null ? null : DistinctSketch.intersection(a, b);
        }
    }

    /** See {@link DistinctSketch#overlap}. */
    public static final class Overlap extends ScalarFunction {

        /** How much of the smaller set is in the other; NULL if a set is empty. */
        public Double eval(byte[] a, byte[] b) {
            if (a == null || b == null) {
                return null;
            }
            double overlap = DistinctSketch.overlap(a, b);
            return Double.isNaN(overlap) ? null : (Double) overlap;
        }
    }
}
