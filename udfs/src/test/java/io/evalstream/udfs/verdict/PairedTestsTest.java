package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.SplittableRandom;

class PairedTestsTest {

    @Test
    void mcNemarAgreesWithTheReferenceValues() {
        for (JsonNode flips : GoldenValues.read().get("mcnemar")) {
            double expected = flips.get("one_sided_mid_p").asDouble();
            assertThat(McNemar.oneSidedMidP(flips.get("b").asLong(), flips.get("c").asLong()))
                    .as(flips.toString())
                    .isCloseTo(expected, Percentage.withPercentage(1e-10));
        }
    }

    @Property(tries = 300)
    void mcNemarAgreesWithExactArithmetic(
            @ForAll @IntRange(max = 400) int losses, @ForAll @IntRange(max = 400) int gains) {
        int flips = losses + gains;
        BigInteger binomial = BigInteger.ONE;
        BigInteger twice = BigInteger.ZERO;
        for (int k = 0; k <= flips; k++) {
            if (k >= losses) {
                twice = twice.add(k == losses ? binomial : binomial.shiftLeft(1));
            }
            binomial = binomial.multiply(BigInteger.valueOf(flips - k));
            binomial = binomial.divide(BigInteger.valueOf(k + 1));
        }
        double expected =
                flips == 0
                        ? 1
                        : new BigDecimal(twice)
                                .divide(
                                        new BigDecimal(BigInteger.ONE.shiftLeft(flips + 1)),
                                        MathContext.DECIMAL128)
                                .doubleValue();
        assertThat(McNemar.oneSidedMidP(losses, gains))
                .isCloseTo(expected, Percentage.withPercentage(1e-10));
    }

    @Test
    void mcNemarStaysExactForManyFlips() {
        assertThat(McNemar.oneSidedMidP(5_000_000, 5_000_000)).isCloseTo(0.5, within(1e-12));
        // A z value of 3; the normal approximation is good to 1e-8 here.
        assertThat(McNemar.oneSidedMidP(50_150_000, 49_850_000)).isBetween(0.0, 1e-190);
        assertThat(McNemar.oneSidedMidP(50_015_000, 49_985_000))
                .isCloseTo(0.0013498980316301, Percentage.withPercentage(0.001));
        assertThat(McNemar.oneSidedMidP(3000, 0)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> McNemar.oneSidedMidP(-1, 0));
    }

    @Property(tries = 100, seed = "42")
    void theThreeWaysToFlipSignsAgree(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] differences = new double[n];
        double[] unrelated = new double[n];
        for (int i = 0; i < n; i++) {
            differences[i] = (random.nextInt(11) - 5) / 5.0;
            // Without a common unit, and with sums far enough apart for the order not to matter.
            unrelated[i] =
                    differences[i] == 0 ? 0 : differences[i] * (1 + 0.1 * random.nextDouble());
        }
        double expected = byDefinition(differences);
        assertThat(SignFlip.oneSidedP(differences, 1)).isCloseTo(expected, within(1e-12));
        assertThat(SignFlip.oneSidedP(unrelated, 1))
                .isCloseTo(byDefinition(unrelated), within(1e-12));
    }

    @Test
    void sampledSignsAreCloseToTheExactProbabilityAndRepeatable() {
        SplittableRandom random = new SplittableRandom(4);
        double[] exact = new double[200];
        double[] sampled = new double[200];
        for (int i = 0; i < 200; i++) {
            exact[i] = (random.nextInt(11) - 4.7) > 0 ? 0.2 : -0.2;
            sampled[i] = exact[i] * (1 + 1e-7 * random.nextDouble());
        }
        double p = SignFlip.oneSidedP(exact, 1);
        assertThat(p).isBetween(0.001, 0.5);
        assertThat(SignFlip.oneSidedP(sampled, 7)).isCloseTo(p, within(0.02));
        assertThat(SignFlip.oneSidedP(sampled, 7)).isEqualTo(SignFlip.oneSidedP(sampled, 7));
        Arrays.setAll(sampled, i -> 0.5 + 0.001 * random.nextDouble());
        assertThat(SignFlip.oneSidedP(sampled, 7)).isEqualTo(1e-4);
        assertThat(SignFlip.oneSidedP(new double[30], 7)).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignFlip.oneSidedP(new double[] {Double.NaN}, 1));
    }

    @Test
    void sampledSignsAreThoseThatAreDrawnOneAfterTheOther() {
        SplittableRandom random = new SplittableRandom(5);
        int endedEarly = 0;
        for (int n : new int[] {21, 64, 65, 200, 1_000}) {
            for (int round = 0; round < 4; round++) {
                double[] differences = new double[n];
                // Also such whose sums are equal but for rounding: their order must be kept.
                double spread = round == 0 ? 0 : random.nextDouble();
                for (int i = 0; i < n; i++) {
                    double size = Math.PI / 10 * (1 + spread * random.nextDouble());
                    differences[i] = random.nextDouble() < (n < 200 ? 0.52 : 0.57) ? size : -size;
                }
                double p = SignFlip.oneSidedP(differences, round);
                assertThat(p).isEqualTo(byDrawing(differences, round));
                endedEarly += p > 0.1 ? 1 : 0;
            }
        }
        assertThat(endedEarly).isBetween(5, 15);
    }

    private static double byDrawing(double[] values, long seed) {
        double observed = 0;
        double sizes = 0;
        for (double value : values) {
            observed += value;
            sizes += Math.abs(value);
        }
        SplittableRandom random = new SplittableRandom(seed);
        int count = 1;
        for (int draw = 0; draw < 9_999; draw++) {
            double sum = 0;
            long bits = 0;
            for (int i = 0; i < values.length; i++) {
                bits = (i & 63) == 0 ? random.nextLong() : bits >>> 1;
                sum += (bits & 1) == 0 ? values[i] : -values[i];
            }
            count += sum >= observed - 1e-12 * sizes ? 1 : 0;
            if (draw == 1_999 && count > 200) {
                return count / 2_001.0;
            }
        }
        return count / 10_000.0;
    }

    @Test
    void theIntervalIsStudentsForIndependentSamples() {
        // Mean 0.2, standard deviation 0.1, n = 5: half width 2.7764 · 0.1 / √5.
        double[] differences = {0.1, 0.1, 0.2, 0.3, 0.3};
        PairedInterval interval = PairedInterval.of(differences, 0.5, 0.95);
        double half = 2.7764451051977987 * Math.sqrt(0.04 / 4) / Math.sqrt(5) / 0.5;
        assertThat(interval.relativeDrop()).isCloseTo(0.4, within(1e-12));
        assertThat(interval.lower()).isCloseTo(0.4 - half, within(1e-10));
        assertThat(interval.upper()).isCloseTo(0.4 + half, within(1e-10));
        assertThat(StudentT.twoSidedQuantile(0.95, 1)).isCloseTo(12.706204736174694, within(1e-9));
        assertThat(StudentT.twoSidedQuantile(0.95, 2)).isCloseTo(4.302652729749462, within(1e-9));
        assertThat(StudentT.twoSidedQuantile(0.99, 30)).isCloseTo(2.7499956535672266, within(1e-9));
        assertThat(StudentT.twoSidedQuantile(0.95, 100_000)).isCloseTo(1.9599876, within(1e-6));
    }

    @Test
    void theIntervalCoversAndClustersWidenIt() {
        SplittableRandom random = new SplittableRandom(5);
        int covered = 0;
        int coveredIgnoring = 0;
        int trials = 1000;
        for (int trial = 0; trial < trials; trial++) {
            double[] differences = new double[200];
            int[] clusters = new int[200];
            for (int i = 0; i < 200; i++) {
                clusters[i] = i / 5;
                // All five samples of a cluster flip together; the mean drop is 0.06.
                differences[i] =
                        i % 5 > 0 ? differences[i - 1] : random.nextDouble() < 0.06 ? 1 : 0;
            }
            PairedInterval robust = PairedInterval.clustered(differences, clusters, 0.6, 0.95);
            PairedInterval naive = PairedInterval.of(differences, 0.6, 0.95);
            covered += robust.lower() <= 0.1 && 0.1 <= robust.upper() ? 1 : 0;
            coveredIgnoring += naive.lower() <= 0.1 && 0.1 <= naive.upper() ? 1 : 0;
        }
        assertThat(covered).isGreaterThan(850);
        assertThat(coveredIgnoring).isLessThan(700);
        assertThat(PairedInterval.of(new double[] {1}, 1, 0.95).upper())
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    private static double byDefinition(double[] differences) {
        double observed = Arrays.stream(differences).sum();
        int count = 0;
        int all = 1 << differences.length;
        for (int signs = 0; signs < all; signs++) {
            double sum = 0;
            for (int i = 0; i < differences.length; i++) {
                sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
            }
            count += sum >= observed - 1e-11 ? 1 : 0;
        }
        return (double) count / all;
    }
}
