package io.evalstream.udfs.agreement;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * How often two judges gave which pair of categories, in whole numbers, and Cohen's kappa of it.
 *
 * <p>Everything up to the last division is exact, so that the order of rows does not matter and
 * rows can be taken back.
 */
public final class TwoJudges {

    /** More pairs are no categories any more. */
    public static final int MOST_PAIRS = 10_000;

    /** How much two different categories disagree. */
    public enum Weights {
        /** By their difference. */
        LINEAR,
        /** By the square of their difference. */
        QUADRATIC
    }

    private record Pair(String first, String second) {}

    private final Map<Pair, Long> counts = new HashMap<>();

    /**
     * Adds judgements of both, or takes them back.
     *
     * @param times how many to add, negative to take back
     */
    public void add(String first, String second, long times) {
        Category.require(first);
        Category.require(second);
        add(new Pair(first, second), times);
    }

    /** Adds what others have seen. */
    public void merge(TwoJudges other) {
        other.counts.forEach(this::add);
    }

    /**
     * Cohen's kappa: (agreement − agreement by chance) / (1 − agreement by chance) (Cohen, "A
     * coefficient of agreement for nominal scales", 1960).
     *
     * @return in [−1, 1]; NaN without judgements and where both only ever gave one category
     */
    public double kappa() {
        return kappa((first, second) -> first.equals(second) ? BigInteger.ZERO : BigInteger.ONE);
    }

    /**
     * Cohen's weighted kappa of categories that are whole numbers (Cohen, "Weighted kappa", 1968).
     *
     * @return in [−1, 1]; NaN as {@link #kappa()}
     */
    public double kappa(Weights weights) {
        int power = weights == Weights.LINEAR ? 1 : 2;
        return kappa(
                (first, second) ->
                        new BigInteger(first).subtract(new BigInteger(second)).abs().pow(power));
    }

    private double kappa(BiFunction<String, String, BigInteger> disagreement) {
        Map<String, BigInteger> firsts = new HashMap<>();
        Map<String, BigInteger> seconds = new HashMap<>();
        BigInteger total = BigInteger.ZERO;
        BigInteger observed = BigInteger.ZERO;
        for (Map.Entry<Pair, Long> entry : counts.entrySet()) {
            Pair pair = entry.getKey();
            BigInteger count = BigInteger.valueOf(entry.getValue());
            total = total.add(count);
            firsts.merge(pair.first, count, BigInteger::add);
            seconds.merge(pair.second, count, BigInteger::add);
            observed = observed.add(disagreement.apply(pair.first, pair.second).multiply(count));
        }
        BigInteger expected = BigInteger.ZERO;
        for (Map.Entry<String, BigInteger> first : firsts.entrySet()) {
            for (Map.Entry<String, BigInteger> second : seconds.entrySet()) {
                expected =
                        expected.add(
                                disagreement
                                        .apply(first.getKey(), second.getKey())
                                        .multiply(first.getValue())
                                        .multiply(second.getValue()));
            }
        }
        if (expected.signum() == 0) {
            return Double.NaN;
        }
        BigInteger difference = expected.subtract(observed.multiply(total));
        return difference.doubleValue() / expected.doubleValue();
    }

    /** Writes it for {@link #read}. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(counts.size());
        for (Map.Entry<Pair, Long> entry : counts.entrySet()) {
            out.writeUTF(entry.getKey().first);
            out.writeUTF(entry.getKey().second);
            out.writeLong(entry.getValue());
        }
    }

    /** Reads what {@link #write} wrote. */
    public static TwoJudges read(DataInput in) throws IOException {
        TwoJudges read = new TwoJudges();
        int pairs = in.readInt();
        for (int i = 0; i < pairs; i++) {
            read.add(in.readUTF(), in.readUTF(), in.readLong());
        }
        return read;
    }

    private void add(Pair pair, long times) {
        if (counts.merge(pair, times, Long::sum) == 0) {
            counts.remove(pair);
        } else if (counts.size() > MOST_PAIRS) {
            throw new IllegalArgumentException(
                    "kappa is about categories, these are more than "
                            + MOST_PAIRS
                            + " different pairs");
        }
    }
}
