package io.evalstream.udfs.sql;

import io.evalstream.udfs.interval.ExactSum;
import io.evalstream.udfs.interval.MeanInterval;
import io.evalstream.udfs.interval.ScoreMoments;
import io.evalstream.udfs.verdict.DropRule;
import io.evalstream.udfs.verdict.McNemar;
import io.evalstream.udfs.verdict.ScoreSum;

import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.AggregateFunction;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.types.Row;

import java.math.BigDecimal;
import java.util.List;

/** What verdicts are made of, to ask for in SQL; NULL where an argument is NULL. */
public final class VerdictFunctions {

    private VerdictFunctions() {}

    /** See {@link DropRule#relativeDrop}. */
    public static final class RelativeDrop extends ScalarFunction {

        /** How much worse the value is, relative to the baseline; negative when better. */
        public Double eval(Double value, Double baseline, Boolean higherIsBetter) {
            return higherIsBetter == null || !isComparable(value, baseline)
                    ? null
                    : (Double)
                            DropRule.relativeDrop(
                                    List.of(single(baseline)), single(value), higherIsBetter);
        }
    }

    /** See {@link DropRule#breaches}. */
    public static final class IsBreach extends ScalarFunction {

        /** Whether the drop is at least the threshold, decided in decimals. */
        public Boolean eval(
                Double value, Double baseline, Boolean higherIsBetter, Double threshold) {
            if (higherIsBetter == null || threshold == null || !isComparable(value, baseline)) {
                return null;
            }
            return new DropRule(BigDecimal.valueOf(threshold))
                    .breaches(List.of(single(baseline)), single(value), higherIsBetter);
        }
    }

    /** See {@link McNemar#oneSidedMidP}. */
    public static final class McNemarP extends ScalarFunction {

        /** The p-value of so many losses and gains. */
        public Double eval(Long losses, Long gains) {
            return losses == null || gains == null
                    ? null
                    : (Double) McNemar.oneSidedMidP(losses, gains);
        }
    }

    /** The fields of {@link ScoreMoments}. */
    public static final class MeanState {
        public double sumHigh;
        public double sumLow;
        public double squaresHigh;
        public double squaresLow;
        public long count;
        public long zeros;
        public long ones;
    }

    /** See {@link ScoreMoments#mean}. */
    @FunctionHint(
            output = @DataTypeHint("ROW<mean DOUBLE, ci_lower DOUBLE, ci_upper DOUBLE, n BIGINT>"))
    public static final class MeanWithInterval extends AggregateFunction<Row, MeanState> {

        @Override
        public MeanState createAccumulator() {
            return new MeanState();
        }

        /** Adds a score; NULL is left out. */
        public void accumulate(MeanState state, Double score) {
            if (score != null) {
                set(state, read(state).with(score, 1));
            }
        }

        /** Takes a score back. */
        public void retract(MeanState state, Double score) {
            if (score != null) {
                set(state, read(state).with(score, -1));
            }
        }

        /** Adds what others have seen. */
        public void merge(MeanState state, Iterable<MeanState> others) {
            for (MeanState other : others) {
                set(state, read(state).plus(read(other)));
            }
        }

        @Override
        public Row getValue(MeanState state) {
            if (state.count == 0) {
                return null;
            }
            MeanInterval mean = read(state).mean();
            return Row.of(mean.mean(), orNull(mean.lower()), orNull(mean.upper()), mean.count());
        }

        private static ScoreMoments read(MeanState state) {
            return new ScoreMoments(
                    new ExactSum(state.sumHigh, state.sumLow),
                    new ExactSum(state.squaresHigh, state.squaresLow),
                    state.count,
                    state.zeros,
                    state.ones);
        }

        private static void set(MeanState state, ScoreMoments moments) {
            state.sumHigh = moments.sum().high();
            state.sumLow = moments.sum().low();
            state.squaresHigh = moments.squares().high();
            state.squaresLow = moments.squares().low();
            state.count = moments.count();
            state.zeros = moments.zeros();
            state.ones = moments.ones();
        }
    }

    /** Unknown ends are NULL, since Flink's ROUND fails on infinity. */
    private static Double orNull(double end) {
        return Double.isInfinite(end) ? null : (Double) end;
    }

    private static boolean isComparable(Double value, Double baseline) {
        return value != null
                && baseline != null
                && Double.isFinite(value)
                && Double.isFinite(baseline)
                && baseline > 0;
    }

    private static ScoreSum single(double value) {
        return ScoreSum.EMPTY.plus(value);
    }
}
