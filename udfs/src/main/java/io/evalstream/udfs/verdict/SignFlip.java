package io.evalstream.udfs.verdict;

import java.util.Arrays;

/**
 * The one-sided sign-flip permutation test of paired scores that are not just yes or no.
 *
 * <p>If nothing has changed, each difference is as likely as its opposite (Fisher, "The Design of
 * Experiments", 1935). The distribution of the sum over all 2ⁿ signs is computed exactly where the
 * differences share a unit, as means of few runs do, or are few; otherwise it is sampled, counting
 * the observation itself, so that p is never too small (Phipson and Smyth, 2010). Sampling ends
 * early once p is certainly far from significant (Besag and Clifford, "Sequential Monte Carlo
 * p-values", 1991).
 */
public final class SignFlip {

    private static final int LARGEST_ENUMERATION = 20;
    private static final int LARGEST_DENOMINATOR = 60;
    private static final long LARGEST_TABLE_WORK = 50_000_000L;
    private static final int DRAWS = 9_999;

    /** Draws after which sampling may end. */
    private static final int FIRST_DRAWS = 2_000;

    /** So many sums at least as large among the first draws end it: p is then 0.1 or more. */
    private static final int ENOUGH = 200;

    private SignFlip() {}

    /**
     * Probability of a sum of differences at least as large as the observed one.
     *
     * @param differences baseline score − current score, finite, in dispatch order so that the
     *     result does not depend on the order of arrival
     * @param seed decides the sample of signs where the distribution is sampled
     * @return in (0, 1]; 1 without any difference
     */
    public static double oneSidedP(double[] differences, long seed) {
        double[] changed = Arrays.stream(differences).filter(d -> d != 0).toArray();
        for (double difference : changed) {
            if (!Double.isFinite(difference)) {
                throw new IllegalArgumentException("a difference must not be " + difference);
            }
        }
        if (changed.length == 0) {
            return 1;
        }
        int denominator = commonDenominator(changed);
        if (denominator > 0) {
            int[] units = new int[changed.length];
            long total = 0;
            for (int i = 0; i < units.length; i++) {
                units[i] = (int) Math.rint(changed[i] * denominator);
                total += Math.abs(units[i]);
            }
            if (total * units.length <= LARGEST_TABLE_WORK) {
                return byTable(units, (int) total);
            }
        }
        return changed.length <= LARGEST_ENUMERATION
                ? byEnumeration(changed)
                : bySampling(changed, seed);
    }

    private static int commonDenominator(double[] values) {
        for (int denominator = 1; denominator <= LARGEST_DENOMINATOR; denominator++) {
            boolean shared = true;
            for (double value : values) {
                double scaled = value * denominator;
                if (Math.abs(scaled - Math.rint(scaled)) > 1e-9 || Math.abs(scaled) > 1e6) {
                    shared = false;
                    break;
                }
            }
            if (shared) {
                return denominator;
            }
        }
        return 0;
    }

    /** Distribution of the sum of the differences that keep a positive sign, one at a time. */
    private static double byTable(int[] units, int total) {
        double[] probability = new double[total + 1];
        probability[0] = 1;
        int reached = 0;
        long observed = 0;
        for (int unit : units) {
            int size = Math.abs(unit);
            observed += Math.max(unit, 0);
            reached += size;
            for (int sum = reached; sum >= 0; sum--) {
                double with = sum >= size ? probability[sum - size] : 0;
                probability[sum] = 0.5 * (probability[sum] + with);
            }
        }
        double tail = 0;
        for (int sum = total; sum >= observed; sum--) {
            tail += probability[sum];
        }
        return Math.min(1, Math.max(tail, Double.MIN_VALUE));
    }

    private static double byEnumeration(double[] values) {
        double observed = 0;
        double current = 0;
        double sizes = 0;
        double[] signed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            observed += values[i];
            signed[i] = Math.abs(values[i]);
            sizes += signed[i];
        }
        current = sizes;
        // Sums that differ by rounding only are equal.
        double atLeast = observed - 1e-12 * sizes;
        long count = current >= atLeast ? 1 : 0;
        long all = 1L << values.length;
        for (long code = 1; code < all; code++) {
            // One sign changes from one Gray code to the next.
            int flipped = Long.numberOfTrailingZeros(code);
            current -= 2 * signed[flipped];
            signed[flipped] = -signed[flipped];
            if (current >= atLeast) {
                count++;
            }
        }
        return (double) count / all;
    }

    private static double bySampling(double[] values, long seed) {
        double observed = 0;
        double sizes = 0;
        for (double value : values) {
            observed += value;
            sizes += Math.abs(value);
        }
        double atLeast = observed - 1e-12 * sizes;
        // Sums in another order differ by less; where that could matter, the order is kept.
        double margin = 0x1p-50 * values.length * sizes;
        double[] sums = new double[DRAWS];
        int count = 0;
        int drawn = 0;
        for (int until = FIRST_DRAWS; drawn < until; until = count < ENOUGH ? DRAWS : drawn) {
            add(values, seed, sums, drawn, until);
            for (; drawn < until; drawn++) {
                double sum = sums[drawn];
                if (!(Math.abs(sum - atLeast) > margin)) {
                    sum = sum(values, seed, drawn);
                }
                count += sum >= atLeast ? 1 : 0;
            }
        }
        return (count + 1.0) / (drawn + 1.0);
    }

    /** The sum of one draw, value by value. */
    private static double sum(double[] values, long seed, int draw) {
        double sum = 0;
        long word = (long) draw * words(values);
        long bits = 0;
        for (int i = 0; i < values.length; i++) {
            if ((i & 63) == 0) {
                bits = SignBits.word(seed, word++);
            }
            sum += (bits & 1) == 0 ? values[i] : -values[i];
            bits >>>= 1;
        }
        return sum;
    }

    /** Adds up draws, up to rounding; eight values at a time by tables of their sums. */
    private static void add(double[] values, long seed, double[] sums, int from, int to) {
        double[] tables = new double[8 * 256];
        int words = words(values);
        for (int word = 0; word < words; word++) {
            for (int octet = 0; octet < 8; octet++) {
                fill(tables, octet, values, 64 * word + 8 * octet);
            }
            for (int draw = from; draw < to; draw++) {
                long bits = SignBits.word(seed, (long) draw * words + word);
                sums[draw] +=
                        (tables[(int) bits & 255]
                                        + tables[256 + ((int) (bits >>> 8) & 255)]
                                        + (tables[512 + ((int) (bits >>> 16) & 255)]
                                                + tables[768 + ((int) (bits >>> 24) & 255)]))
                                + (tables[1024 + ((int) (bits >>> 32) & 255)]
                                        + tables[1280 + ((int) (bits >>> 40) & 255)]
                                        + (tables[1536 + ((int) (bits >>> 48) & 255)]
                                                + tables[1792 + ((int) (bits >>> 56) & 255)]));
            }
        }
    }

    /** The sums of up to eight values for each choice of those that are negated. */
    private static void fill(double[] tables, int octet, double[] values, int from) {
        int table = 256 * octet;
        double all = 0;
        for (int i = from; i < Math.min(from + 8, values.length); i++) {
            all += values[i];
        }
        tables[table] = all;
        for (int negated = 1; negated < 256; negated++) {
            int i = from + Integer.numberOfTrailingZeros(negated);
            double value = i < values.length ? values[i] : 0;
            tables[table + negated] = tables[table + (negated & (negated - 1))] - 2 * value;
        }
    }

    private static int words(double[] values) {
        return (values.length + 63) >>> 6;
    }
}
