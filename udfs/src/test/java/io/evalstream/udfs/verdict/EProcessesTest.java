package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.udfs.verdict.EProcesses.Kind;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

class EProcessesTest {

    @Test
    void agreesWithTheReferenceValues() {
        int checked = 0;
        for (JsonNode sequence : GoldenValues.read().get("cases")) {
            double[] baseline = GoldenValues.doubles(sequence.get("baseline"));
            double[] current = GoldenValues.doubles(sequence.get("current"));
            EProcesses processes =
                    new EProcesses(
                            sequence.get("N").asInt(),
                            mean(baseline),
                            sequence.get("tau").asDouble());
            for (JsonNode checkpoint : sequence.get("checkpoints")) {
                while (processes.t() < checkpoint.get("t").asInt()) {
                    processes.step(baseline[processes.t()] - current[processes.t()]);
                }
                for (Kind kind : Kind.values()) {
                    double expected = GoldenValues.number(checkpoint.get(kind.name()));
                    double actual = processes.logE(kind);
                    String where = sequence.get("name") + " " + kind + " at " + processes.t();
                    if (Double.isInfinite(expected)) {
                        assertThat(actual).as(where).isEqualTo(expected);
                    } else {
                        assertThat(actual).as(where).isCloseTo(expected, within(1e-9));
                    }
                    checked++;
                }
                assertThat(processes.meanDrop() / mean(baseline))
                        .isCloseTo(checkpoint.get("relative_drop_so_far").asDouble(), within(1e-9));
            }
        }
        assertThat(checked).isGreaterThan(300);
    }

    @Property
    void raisingADifferenceNeverLowersWhatSpeaksForADrop(
            @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = -1, max = 1) Double> drops,
            @ForAll @IntRange(max = 59) int raised,
            @ForAll @DoubleRange(max = 1) double towardsOne,
            @ForAll @IntRange(max = 40) int unseen,
            @ForAll @DoubleRange(max = 1) double meanBaseline) {
        int samples = drops.size() + unseen;
        EProcesses before = new EProcesses(samples, meanBaseline, 0.1);
        EProcesses after = new EProcesses(samples, meanBaseline, 0.1);
        for (int i = 0; i < drops.size(); i++) {
            double drop = drops.get(i);
            before.step(drop);
            after.step(
                    i == raised % drops.size()
                            ? Math.min(1, drop + towardsOne * (1 - drop))
                            : drop);
            for (Kind kind : List.of(Kind.S, Kind.B, Kind.C)) {
                assertThat(after.logE(kind)).isGreaterThanOrEqualTo(before.logE(kind) - 1e-9);
            }
            assertThat(after.logE(Kind.H)).isLessThanOrEqualTo(before.logE(Kind.H) + 1e-9);
        }
    }

    /** Compares with the definition, in logarithms and without any rescaling. */
    @Property(tries = 200)
    void productsAgreeWithSumsOfLogarithms(@ForAll long seed, @ForAll @IntRange(max = 2) int mode) {
        SplittableRandom random = new SplittableRandom(seed);
        int samples = 4000;
        EProcesses processes = new EProcesses(samples, 0.7, 0.1);
        double[] logs = new double[11];
        double[] stakes = {.02, .04, .07, .11, .16, .23, .32, .43, .56, .72, .90};
        double maximum = 0;
        for (int t = 0; t < samples; t++) {
            double drop =
                    switch (mode) {
                        case 0 -> random.nextDouble() < 0.5 ? 1 : -1;
                        case 1 -> t < samples / 2 ? -1 : 1;
                        default -> 2 * random.nextDouble() - 1;
                    };
            processes.step(drop);
            double top = Double.NEGATIVE_INFINITY;
            for (int g = 0; g < 11; g++) {
                logs[g] += Math.log1p(stakes[g] * drop);
                top = Math.max(top, logs[g]);
            }
            double sum = 0;
            for (double log : logs) {
                sum += Math.exp(log - top);
            }
            double expected = top + Math.log(sum / 11);
            maximum = Math.max(maximum, expected);
            assertThat(processes.logE(Kind.S)).isCloseTo(expected, within(1e-9));
            assertThat(processes.maximumLogE(Kind.S)).isCloseTo(maximum, within(1e-9));
        }
    }

    @Test
    void rarelyAlarmsUnderEveryNullHypothesis() {
        int runs = 4000;
        int samples = 400;
        double alpha = 0.05;
        double alarm = EProcesses.alarmThreshold(alpha);
        SplittableRandom random = new SplittableRandom(20);
        int[] alarms = new int[4];
        for (int run = 0; run < runs; run++) {
            // The hardest null hypothesis of each process: a drop of 0, τ/2 and τ in expectation
            // (S) or exactly, over a fixed population in random order (B, C, H). ā = 0.8.
            EProcesses fair = new EProcesses(samples, 0.8, 0.1);
            EProcesses half = new EProcesses(samples, 0.8, 0.1);
            EProcesses full = new EProcesses(samples, 0.8, 0.1);
            double[] atHalf = shuffled(samples, 20 + 16, 20, random);
            double[] atFull = shuffled(samples, 20 + 32, 20, random);
            for (int t = 0; t < samples; t++) {
                double u = random.nextDouble();
                fair.step(u < 0.05 ? 1 : u < 0.1 ? -1 : 0);
                half.step(atHalf[t]);
                full.step(atFull[t]);
            }
            alarms[0] += fair.maximumLogE(Kind.S) >= alarm ? 1 : 0;
            alarms[1] += half.maximumLogE(Kind.B) >= alarm ? 1 : 0;
            alarms[2] += full.maximumLogE(Kind.C) >= alarm ? 1 : 0;
            alarms[3] += full.maximumLogE(Kind.H) >= alarm ? 1 : 0;
        }
        // Three standard deviations of a binomial at α.
        double bound = alpha * runs + 3 * Math.sqrt(alpha * (1 - alpha) * runs);
        for (Kind kind : Kind.values()) {
            assertThat(alarms[kind.ordinal()]).as(kind.name()).isBetween(1, (int) bound);
        }
    }

    @Test
    void endsCertainOrImpossibleWhereTheRemainingSamplesCannotMatter() {
        EProcesses collapse = new EProcesses(100, 1, 0.1);
        for (int t = 0; t < 100; t++) {
            collapse.step(t < 60 ? 1 : -1);
            // 56 drops outweigh 44 rises by 12 > 10; 60 of 100 by 20.
            if (t < 55) {
                assertThat(collapse.logE(Kind.C)).isFinite();
            }
        }
        assertThat(collapse.logE(Kind.C)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(collapse.maximumLogE(Kind.C)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(collapse.logE(Kind.H)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(collapse.logE(Kind.S)).isFinite();
    }

    @Test
    void evidenceStaysFiniteUntilAHugeCollapseIsCertain() {
        // Just before certainty 900,000 samples are left and the hypothesis allows for none of
        // them to be right: each one multiplies the wealth by about 10⁴.
        EProcesses collapse = new EProcesses(2_000_000, 1, 0.1);
        while (collapse.t() < 1_100_000) {
            collapse.step(1);
            assertThat(Double.isFinite(collapse.logE(Kind.C))).isTrue();
        }
        collapse.step(1);
        collapse.step(1);
        assertThat(collapse.logE(Kind.C)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void aRunExactlyAtTheThresholdIsNeverCleared() {
        // 0.1 · 0.7 · 1000 = 70 is not exact in binary; the last drops leave no room at all.
        EProcesses processes = new EProcesses(1000, 0.7, 0.1);
        for (int t = 0; t < 1000; t++) {
            processes.step(t < 930 ? 0 : 1);
        }
        assertThat(processes.logE(Kind.H)).isNotEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void extremesAreCasesNotCrashes() {
        EProcesses one = new EProcesses(1, 1, 0.1);
        one.step(1);
        assertThat(one.logE(Kind.S)).isGreaterThan(0);
        EProcesses zero = new EProcesses(50, 0, 0.1);
        for (int t = 0; t < 50; t++) {
            zero.step(0);
        }
        for (Kind kind : Kind.values()) {
            assertThat(zero.logE(kind)).isLessThanOrEqualTo(1e-12);
        }
    }

    @Test
    void refusesWhatIsNoDifferenceOfScores() {
        EProcesses processes = new EProcesses(1, 0.5, 0.1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> processes.step(Double.NaN))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> processes.step(1.5))
                .withMessageContaining("1.5");
        processes.step(0);
        assertThatIllegalStateException().isThrownBy(() -> processes.step(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EProcesses(10, Double.NaN, 0.1))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> EProcesses.alarmThreshold(0));
    }

    private static double[] shuffled(int samples, int drops, int rises, SplittableRandom random) {
        double[] differences = new double[samples];
        for (int i = 0; i < drops + rises; i++) {
            differences[i] = i < drops ? 1 : -1;
        }
        for (int i = samples - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double swapped = differences[i];
            differences[i] = differences[j];
            differences[j] = swapped;
        }
        return differences;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
