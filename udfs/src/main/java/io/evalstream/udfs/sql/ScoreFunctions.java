package io.evalstream.udfs.sql;

import io.evalstream.udfs.interval.ExactSum;
import io.evalstream.udfs.score.BleuCounts;
import io.evalstream.udfs.score.LogProbabilities;
import io.evalstream.udfs.score.Rouge;

import org.apache.flink.table.functions.AggregateFunction;
import org.apache.flink.table.functions.ScalarFunction;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Scores of answers; NULL where an argument is NULL. */
public final class ScoreFunctions {

    private ScoreFunctions() {}

    /** See {@link BleuCounts#sentenceScore}. */
    public static final class Bleu extends ScalarFunction {

        /** BLEU of one segment against one reference. */
        public Double eval(String candidate, String reference) {
            return candidate == null || reference == null
                    ? null
                    : (Double) BleuCounts.of(candidate, List.of(reference)).sentenceScore();
        }

        /** BLEU of one segment against several references; those that are NULL are left out. */
        public Double eval(String candidate, String[] references) {
            List<String> present = present(references);
            return candidate == null || present.isEmpty()
                    ? null
                    : (Double) BleuCounts.of(candidate, present).sentenceScore();
        }
    }

    /** Sums of {@link BleuCounts}. */
    public static final class BleuState {
        public long[] counts = new long[BleuCounts.SIZE];
        public long segments;
    }

    /** See {@link BleuCounts#corpusScore}. */
    public static final class CorpusBleu extends AggregateFunction<Double, BleuState> {

        @Override
        public BleuState createAccumulator() {
            return new BleuState();
        }

        /** Adds a segment with one reference. */
        public void accumulate(BleuState state, String candidate, String reference) {
            if (reference != null) {
                add(state, candidate, List.of(reference), 1);
            }
        }

        /** Adds a segment with several references. */
        public void accumulate(BleuState state, String candidate, String[] references) {
            add(state, candidate, present(references), 1);
        }

        /** Takes a segment with one reference back. */
        public void retract(BleuState state, String candidate, String reference) {
            if (reference != null) {
                add(state, candidate, List.of(reference), -1);
            }
        }

        /** Takes a segment with several references back. */
        public void retract(BleuState state, String candidate, String[] references) {
            add(state, candidate, present(references), -1);
        }

        /** Adds what others have seen. */
        public void merge(BleuState state, Iterable<BleuState> others) {
            for (BleuState other : others) {
                plus(state, other.counts, 1);
                state.segments += other.segments;
            }
        }

        @Override
        public Double getValue(BleuState state) {
            return state.segments == 0 ? null : BleuCounts.fromArray(state.counts).corpusScore();
        }

        private static void add(BleuState state, String candidate, List<String> others, int times) {
            if (candidate != null && !others.isEmpty()) {
                plus(state, BleuCounts.of(candidate, others).toArray(), times);
                state.segments += times;
            }
        }

        private static void plus(BleuState state, long[] counts, int times) {
            for (int i = 0; i < counts.length; i++) {
                state.counts[i] += times * counts[i];
            }
        }
    }

    /** See {@link Rouge#ngrams}. */
    public static final class RougeN extends ScalarFunction {

        /** F1 of the n-grams both texts have. */
        public Double eval(Integer n, String candidate, String reference) {
            return n == null || candidate == null || reference == null
                    ? null
                    : (Double) Rouge.ngrams(n, candidate, reference);
        }
    }

    /** See {@link Rouge#longestCommonSubsequence}. */
    public static final class RougeL extends ScalarFunction {

        /** F1 of the longest common subsequence of words. */
        public Double eval(String candidate, String reference) {
            return candidate == null || reference == null
                    ? null
                    : (Double) Rouge.longestCommonSubsequence(candidate, reference);
        }
    }

    /** See {@link LogProbabilities#perplexity}. */
    public static final class Perplexity extends ScalarFunction {

        /** The perplexity of one text from its tokens; those that are NULL are left out. */
        public Double eval(Double[] logProbabilities) {
            if (logProbabilities == null) {
                return null;
            }
            LogProbabilities tokens = LogProbabilities.NONE;
            for (Double token : logProbabilities) {
                tokens = token == null ? tokens : tokens.with(token, 1);
            }
            return tokens.isEmpty() ? null : (Double) tokens.perplexity();
        }
    }

    /** The fields of {@link LogProbabilities}. */
    public static final class PerplexityState {
        public double high;
        public double low;
        public long finite;
        public long impossible;
    }

    /** See {@link LogProbabilities#perplexity}. */
    public static final class CorpusPerplexity extends AggregateFunction<Double, PerplexityState> {

        @Override
        public PerplexityState createAccumulator() {
            return new PerplexityState();
        }

        /** Adds a token. */
        public void accumulate(PerplexityState state, Double logProbability) {
            add(state, logProbability, 1);
        }

        /** Adds the tokens of a text. */
        public void accumulate(PerplexityState state, Double[] logProbabilities) {
            add(state, logProbabilities, 1);
        }

        /** Takes a token back. */
        public void retract(PerplexityState state, Double logProbability) {
            add(state, logProbability, -1);
        }

        /** Takes the tokens of a text back. */
        public void retract(PerplexityState state, Double[] logProbabilities) {
            add(state, logProbabilities, -1);
        }

        /** Adds what others have seen. */
        public void merge(PerplexityState state, Iterable<PerplexityState> others) {
            for (PerplexityState other : others) {
                set(state, read(state).plus(read(other)));
            }
        }

        @Override
        public Double getValue(PerplexityState state) {
            LogProbabilities tokens = read(state);
            return tokens.isEmpty() ? null : (Double) tokens.perplexity();
        }

        private static void add(PerplexityState state, Double[] tokens, int times) {
            if (tokens != null) {
                for (Double token : tokens) {
                    add(state, token, times);
                }
            }
        }

        private static void add(PerplexityState state, Double token, int times) {
            if (token != null) {
                set(state, read(state).with(token, times));
            }
        }

        private static LogProbabilities read(PerplexityState state) {
            return new LogProbabilities(
                    new ExactSum(state.high, state.low), state.finite, state.impossible);
        }

        private static void set(PerplexityState state, LogProbabilities tokens) {
            state.high = tokens.sum().high();
            state.low = tokens.sum().low();
            state.finite = tokens.finite();
            state.impossible = tokens.impossible();
        }
    }

    private static List<String> present(String[] references) {
        return references == null
                ? List.of()
                : Arrays.stream(references).filter(Objects::nonNull).toList();
    }
}
