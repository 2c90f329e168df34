package io.evalstream.udfs.sql;

import io.evalstream.udfs.agreement.ItemRatings;
import io.evalstream.udfs.agreement.TwoJudges;
import io.evalstream.udfs.agreement.TwoJudges.Weights;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.AggregateFunction;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** How far judges agree beyond chance; rows with a NULL are left out. */
public final class AgreementFunctions {

    private AgreementFunctions() {}

    /** Of {@link TwoJudges}. */
    public static final class TwoJudgesSerializer extends StateSerializer<TwoJudges> {

        @Override
        public TwoJudges createInstance() {
            return new TwoJudges();
        }

        @Override
        public void serialize(TwoJudges state, DataOutputView target) throws IOException {
            state.write(target);
        }

        @Override
        public TwoJudges deserialize(DataInputView source) throws IOException {
            return TwoJudges.read(source);
        }

        @Override
        public TypeSerializerSnapshot<TwoJudges> snapshotConfiguration() {
            return new TwoJudgesSnapshot();
        }
    }

    /** Of {@link TwoJudgesSerializer}. */
    public static final class TwoJudgesSnapshot extends SimpleTypeSerializerSnapshot<TwoJudges> {

        /** For Flink. */
        public TwoJudgesSnapshot() {
            super(TwoJudgesSerializer::new);
        }
    }

    /** See {@link TwoJudges#kappa()}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = TwoJudges.class,
                            rawSerializer = TwoJudgesSerializer.class),
            output = @DataTypeHint("DOUBLE"))
    public static final class CohenKappa extends AggregateFunction<Double, TwoJudges> {

        @Override
        public TwoJudges createAccumulator() {
            return new TwoJudges();
        }

        /** Adds a pair of categories. */
        public void accumulate(TwoJudges judges, String a, String b) {
            add(judges, a, b, 1);
        }

        /** Adds a pair of numbered categories. */
        public void accumulate(TwoJudges judges, Long a, Long b) {
            add(judges, a, b, 1);
        }

        /** Adds a pair of truth values. */
        public void accumulate(TwoJudges judges, Boolean a, Boolean b) {
            add(judges, a, b, 1);
        }

        /** Takes a pair of categories back. */
        public void retract(TwoJudges judges, String a, String b) {
            add(judges, a, b, -1);
        }

        /** Takes a pair of numbered categories back. */
        public void retract(TwoJudges judges, Long a, Long b) {
            add(judges, a, b, -1);
        }

        /** Takes a pair of truth values back. */
        public void retract(TwoJudges judges, Boolean a, Boolean b) {
            add(judges, a, b, -1);
        }

        /** Adds what others have seen. */
        public void merge(TwoJudges judges, Iterable<TwoJudges> others) {
            others.forEach(judges::merge);
        }

        @Override
        public Double getValue(TwoJudges judges) {
            return orNull(judges.kappa());
        }

        private static void add(TwoJudges judges, Object a, Object b, int times) {
            if (a != null && b != null) {
                judges.add(a.toString(), b.toString(), times);
            }
        }
    }

    /** Pairs of numbers, and how their disagreement is to be weighed. */
    public static final class WeightedState {
        final TwoJudges judges;
        Weights weights;

        WeightedState(TwoJudges judges, Weights weights) {
            this.judges = judges;
            this.weights = weights;
        }
    }

    /** Of {@link WeightedState}. */
    public static final class WeightedSerializer extends StateSerializer<WeightedState> {

        @Override
        public WeightedState createInstance() {
            return new WeightedState(new TwoJudges(), Weights.LINEAR);
        }

        @Override
        public void serialize(WeightedState state, DataOutputView target) throws IOException {
            target.writeBoolean(state.weights == Weights.QUADRATIC);
            state.judges.write(target);
        }

        @Override
        public WeightedState deserialize(DataInputView source) throws IOException {
            Weights weights = source.readBoolean() ? Weights.QUADRATIC : Weights.LINEAR;
            return new WeightedState(TwoJudges.read(source), weights);
        }

        @Override
        public TypeSerializerSnapshot<WeightedState> snapshotConfiguration() {
            return new WeightedSnapshot();
        }
    }

    /** Of {@link WeightedSerializer}. */
    public static final class WeightedSnapshot extends SimpleTypeSerializerSnapshot<WeightedState> {

        /** For Flink. */
        public WeightedSnapshot() {
            super(WeightedSerializer::new);
        }
    }

    /** See {@link TwoJudges#kappa(Weights)}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = WeightedState.class,
                            rawSerializer = WeightedSerializer.class),
            output = @DataTypeHint("DOUBLE"))
    public static final class WeightedKappa extends AggregateFunction<Double, WeightedState> {

        @Override
        public WeightedState createAccumulator() {
            return new WeightedState(new TwoJudges(), Weights.LINEAR);
        }

        /** Adds a pair of numbers. */
        public void accumulate(WeightedState state, Long a, Long b, String weights) {
            add(state, a, b, weights, 1);
        }

        /** Takes a pair of numbers back. */
        public void retract(WeightedState state, Long a, Long b, String weights) {
            add(state, a, b, weights, -1);
        }

        /** Adds what others have seen. */
        public void merge(WeightedState state, Iterable<WeightedState> others) {
            for (WeightedState other : others) {
                state.judges.merge(other.judges);
                state.weights = other.weights;
            }
        }

        @Override
        public Double getValue(WeightedState state) {
            return orNull(state.judges.kappa(state.weights));
        }

        private static void add(WeightedState state, Long a, Long b, String weights, int times) {
            if (a != null && b != null && weights != null) {
                state.weights = weights(weights);
                state.judges.add(a.toString(), b.toString(), times);
            }
        }

        private static Weights weights(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "linear" -> Weights.LINEAR;
                case "quadratic" -> Weights.QUADRATIC;
                default ->
                        throw new IllegalArgumentException(
                                "weights are 'linear' or 'quadratic', not '" + name + "'");
            };
        }
    }

    /** Of {@link ItemRatings}. */
    public static final class ItemRatingsSerializer extends StateSerializer<ItemRatings> {

        @Override
        public ItemRatings createInstance() {
            return new ItemRatings();
        }

        @Override
        public void serialize(ItemRatings state, DataOutputView target) throws IOException {
            state.write(target);
        }

        @Override
        public ItemRatings deserialize(DataInputView source) throws IOException {
            return ItemRatings.read(source);
        }

        @Override
        public TypeSerializerSnapshot<ItemRatings> snapshotConfiguration() {
            return new ItemRatingsSnapshot();
        }
    }

    /** Of {@link ItemRatingsSerializer}. */
    public static final class ItemRatingsSnapshot
            extends SimpleTypeSerializerSnapshot<ItemRatings> {

        /** For Flink. */
        public ItemRatingsSnapshot() {
            super(ItemRatingsSerializer::new);
        }
    }

    /** Sums up items; one row holds all ratings of one. */
    public abstract static class ItemAgreement extends AggregateFunction<Double, ItemRatings> {

        @Override
        public ItemRatings createAccumulator() {
            return new ItemRatings();
        }

        /** Adds an item; ratings that are NULL were not given. */
        public void accumulate(ItemRatings items, String[] ratings) {
            add(items, ratings, 1);
        }

        /** Takes an item back. */
        public void retract(ItemRatings items, String[] ratings) {
            add(items, ratings, -1);
        }

        /** Adds what others have seen. */
        public void merge(ItemRatings items, Iterable<ItemRatings> others) {
            others.forEach(items::merge);
        }

        private static void add(ItemRatings items, String[] ratings, int times) {
            if (ratings != null) {
                List<String> given = Arrays.stream(ratings).filter(Objects::nonNull).toList();
                items.add(given, times);
            }
        }
    }

    /** See {@link ItemRatings#fleissKappa}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = ItemRatings.class,
                            rawSerializer = ItemRatingsSerializer.class),
            output = @DataTypeHint("DOUBLE"))
    public static final class FleissKappa extends ItemAgreement {

        @Override
        public Double getValue(ItemRatings items) {
            return orNull(items.fleissKappa());
        }
    }

    /** See {@link ItemRatings#krippendorffAlpha}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = ItemRatings.class,
                            rawSerializer = ItemRatingsSerializer.class),
            output = @DataTypeHint("DOUBLE"))
    public static final class KrippendorffAlpha extends ItemAgreement {

        @Override
        public Double getValue(ItemRatings items) {
            return orNull(items.krippendorffAlpha());
        }
    }

    private static Double orNull(double agreement) {
        return Double.isNaN(agreement) ? null : (Double) agreement;
    }
}
