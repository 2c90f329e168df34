package io.evalstream.udfs.sql;

import io.evalstream.udfs.rating.Elo;
import io.evalstream.udfs.rating.PairwiseResults;
import io.evalstream.udfs.rating.Rating;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.AggregateFunction;
import org.apache.flink.types.Row;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Ratings of models from judgements (model_a, model_b, outcome); rows with a NULL are left out. */
public final class RatingFunctions {

    private RatingFunctions() {}

    /** Results of pairs, and the prior that was asked for. */
    public static final class BradleyTerryState {
        final PairwiseResults results;
        double ties;

        BradleyTerryState(PairwiseResults results) {
            this.results = results;
        }
    }

    /** Of {@link BradleyTerryState}. */
    public static final class BradleyTerrySerializer extends StateSerializer<BradleyTerryState> {

        @Override
        public BradleyTerryState createInstance() {
            return new BradleyTerryState(new PairwiseResults());
        }

        @Override
        public void serialize(BradleyTerryState state, DataOutputView target) throws IOException {
            target.writeDouble(state.ties);
            state.results.write(target);
        }

        @Override
        public BradleyTerryState deserialize(DataInputView source) throws IOException {
            double ties = source.readDouble();
            BradleyTerryState state = new BradleyTerryState(PairwiseResults.read(source));
            state.ties = ties;
            return state;
        }

        @Override
        public TypeSerializerSnapshot<BradleyTerryState> snapshotConfiguration() {
            return new BradleyTerrySnapshot();
        }
    }

    /** Of {@link BradleyTerrySerializer}. */
    public static final class BradleyTerrySnapshot
            extends SimpleTypeSerializerSnapshot<BradleyTerryState> {

        /** For Flink. */
        public BradleyTerrySnapshot() {
            super(BradleyTerrySerializer::new);
        }
    }

    /** See {@link PairwiseResults#ratings}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = BradleyTerryState.class,
                            rawSerializer = BradleyTerrySerializer.class),
            output =
                    @DataTypeHint(
                            "ARRAY<ROW<model STRING, rating DOUBLE, pool INT, games BIGINT>>"))
    public static final class BradleyTerry extends AggregateFunction<Row[], BradleyTerryState> {

        @Override
        public BradleyTerryState createAccumulator() {
            return new BradleyTerryState(new PairwiseResults());
        }

        /** Adds a judgement; no prior. */
        public void accumulate(
                BradleyTerryState state, String modelA, String modelB, Double outcome) {
            add(state, modelA, modelB, outcome, 0.0, 1);
        }

        /** Adds a judgement; so many ties with a model fixed at 1000 for each model. */
        public void accumulate(
                BradleyTerryState state,
                String modelA,
                String modelB,
                Double outcome,
                Double priorTies) {
            add(state, modelA, modelB, outcome, priorTies, 1);
        }

        /** Takes a judgement back; no prior. */
        public void retract(BradleyTerryState state, String modelA, String modelB, Double outcome) {
            add(state, modelA, modelB, outcome, 0.0, -1);
        }

        /** Takes a judgement back. */
        public void retract(
                BradleyTerryState state,
                String modelA,
                String modelB,
                Double outcome,
                Double priorTies) {
            add(state, modelA, modelB, outcome, priorTies, -1);
        }

        /** Adds what others have seen. */
        public void merge(BradleyTerryState state, Iterable<BradleyTerryState> others) {
            for (BradleyTerryState other : others) {
                state.results.merge(other.results);
                state.ties = Math.max(state.ties, other.ties);
            }
        }

        @Override
        public Row[] getValue(BradleyTerryState state) {
            if (state.results.isEmpty()) {
                return null;
            }
            List<Rating> ratings = state.results.ratings(state.ties);
            Row[] rows = new Row[ratings.size()];
            for (int i = 0; i < rows.length; i++) {
                Rating rating = ratings.get(i);
                rows[i] = Row.of(rating.model(), rating.rating(), rating.pool(), rating.games());
            }
            return rows;
        }

        private static void add(
                BradleyTerryState state,
                String modelA,
                String modelB,
                Double outcome,
                Double ties,
                int times) {
            if (modelA != null && modelB != null && outcome != null && ties != null) {
                state.results.add(modelA, modelB, outcome, times);
                state.ties = ties;
            }
        }
    }

    /** Judgements in the order of play, and the step that was asked for. */
    public static final class EloState {
        final Elo judgements;
        double step;

        EloState(Elo judgements, double step) {
            this.judgements = judgements;
            this.step = step;
        }
    }

    /** Of {@link EloState}. */
    public static final class EloSerializer extends StateSerializer<EloState> {

        @Override
        public EloState createInstance() {
            return new EloState(new Elo(), 0);
        }

        @Override
        public void serialize(EloState state, DataOutputView target) throws IOException {
            target.writeDouble(state.step);
            state.judgements.write(target);
        }

        @Override
        public EloState deserialize(DataInputView source) throws IOException {
            double step = source.readDouble();
            return new EloState(Elo.read(source), step);
        }

        @Override
        public TypeSerializerSnapshot<EloState> snapshotConfiguration() {
            return new EloSnapshot();
        }
    }

    /** Of {@link EloSerializer}. */
    public static final class EloSnapshot extends SimpleTypeSerializerSnapshot<EloState> {

        /** For Flink. */
        public EloSnapshot() {
            super(EloSerializer::new);
        }
    }

    /** See {@link Elo#ratings}. */
    @FunctionHint(
            accumulator =
                    @DataTypeHint(
                            value = "RAW",
                            bridgedTo = EloState.class,
                            rawSerializer = EloSerializer.class),
            output = @DataTypeHint("MAP<STRING, DOUBLE>"))
    public static final class EloRatings extends AggregateFunction<Map<String, Double>, EloState> {

        private static final double STEP = 32;

        @Override
        public EloState createAccumulator() {
            return new EloState(new Elo(), 0);
        }

        /** Adds a judgement; a step of 32. */
        public void accumulate(
                EloState state, String modelA, String modelB, Double outcome, Long sequence) {
            add(state, modelA, modelB, outcome, sequence, STEP, 1);
        }

        /** Adds a judgement. */
        public void accumulate(
                EloState state,
                String modelA,
                String modelB,
                Double outcome,
                Long sequence,
                Double step) {
            add(state, modelA, modelB, outcome, sequence, step, 1);
        }

        /** Takes a judgement back; a step of 32. */
        public void retract(
                EloState state, String modelA, String modelB, Double outcome, Long sequence) {
            add(state, modelA, modelB, outcome, sequence, STEP, -1);
        }

        /** Takes a judgement back. */
        public void retract(
                EloState state,
                String modelA,
                String modelB,
                Double outcome,
                Long sequence,
                Double step) {
            add(state, modelA, modelB, outcome, sequence, step, -1);
        }

        /** Adds what others have seen. */
        public void merge(EloState state, Iterable<EloState> others) {
            for (EloState other : others) {
                state.judgements.merge(other.judgements);
                state.step = Math.max(state.step, other.step);
            }
        }

        @Override
        public Map<String, Double> getValue(EloState state) {
            return state.judgements.isEmpty() ? null : state.judgements.ratings(state.step);
        }

        private static void add(
                EloState state,
                String modelA,
                String modelB,
                Double outcome,
                Long sequence,
                Double step,
                int times) {
            if (modelA != null
                    && modelB != null
                    && outcome != null
                    && sequence != null
                    && step != null) {
                state.judgements.add(modelA, modelB, outcome, sequence, times);
                state.step = step;
            }
        }
    }
}
