package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.evalstream.udfs.verdict.MissingBounds.Side;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

class EvidenceTest {

    @Test
    void bonferroniSharesTheBudgetByWeight() {
        double ten = EBonferroni.threshold(10, 0.01);
        assertThat(ten).isCloseTo(Math.log(1000), within(1e-12));
        double[] maxima = {Math.log(150), Math.log(250), Math.log(900), Double.POSITIVE_INFINITY};
        assertThat(EBonferroni.rejected(maxima, new double[] {1, 1, 1, 1}, 0.01))
                .containsExactly(false, false, true, true);
        assertThat(EBonferroni.rejected(maxima, new double[] {8, 0, 1, 1}, 0.01))
                .containsExactly(true, false, false, true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EBonferroni.rejected(maxima, new double[] {1}, 0.01));
    }

    @Test
    void benjaminiHochbergRejectsTheLargestThatSupportEachOther() {
        // K/α = 40: 22 alone is not enough, two of at least 20 are, a third had to be 13.3.
        double[] logE = {Math.log(22), Math.log(12), Math.log(20), Double.NEGATIVE_INFINITY};
        assertThat(EBenjaminiHochberg.rejected(logE, 0.1))
                .containsExactly(true, false, true, false);
        assertThat(EBenjaminiHochberg.rejected(new double[] {Math.log(22), 0, 0, 0}, 0.1))
                .containsOnly(false);
        assertThat(
                        EBenjaminiHochberg.rejected(
                                new double[] {Double.POSITIVE_INFINITY, Math.log(20), 0, 0}, 0.1))
                .containsExactly(true, true, false, false);
        assertThat(EBenjaminiHochberg.rejected(new double[0], 0.1)).isEmpty();
    }

    @Test
    void boundsSayWhetherMissingSamplesMatter() {
        double[] baseline = new double[100];
        Arrays.fill(baseline, 0.8);
        DropTarget target = DropTarget.of(0.8, 0.1);
        assertThat(bounds(baseline, 72, 28, target)).isEqualTo(Side.BREACH);
        assertThat(bounds(baseline, 73, 27, target)).isEqualTo(Side.PASS);
        assertThat(bounds(baseline, 70, 25, target)).isEqualTo(Side.STRADDLES);
        assertThat(bounds(baseline, 73, 20, target)).isEqualTo(Side.PASS);
        assertThat(bounds(baseline, 60, 35, target)).isEqualTo(Side.BREACH);
        assertThat(bounds(baseline, 0, 0, target)).isEqualTo(Side.STRADDLES);
    }

    private static Side bounds(double[] baseline, int right, int wrong, DropTarget target) {
        return MissingBounds.of(baseline, scores(baseline.length, right, wrong)).side(target);
    }

    private static double[] scores(int samples, int right, int wrong) {
        double[] scores = new double[samples];
        Arrays.setAll(scores, i -> i < right ? 1 : i < right + wrong ? 0 : Double.NaN);
        return scores;
    }

    @Test
    void neededSamplesShrinkAsTheAnswerBecomesClear() {
        double[] baseline = new double[1000];
        Arrays.fill(baseline, 0.8);
        DropTarget target = DropTarget.of(0.8, 0.1);
        int clear = NeededSamples.toSettle(baseline, scores(1000, 640, 160), target);
        int close = NeededSamples.toSettle(baseline, scores(1000, 584, 216), target);
        assertThat(clear).isBetween(1, close - 1);
        assertThat(close).isLessThanOrEqualTo(200);
        assertThat(NeededSamples.toSettle(baseline, scores(1000, 800, 200), target)).isZero();
        assertThat(NeededSamples.toSettle(baseline, scores(1000, 0, 0), target)).isEqualTo(1000);

        double[] differences = new double[100];
        assertThat(NeededSamples.toConfirm(differences, 0.01)).isEmpty();
        Arrays.fill(differences, 0, 10, 1);
        // Kelly at the best stake, 0.9: log(100) / (0.1 · log 1.9).
        assertThat(NeededSamples.toConfirm(differences, 0.01)).hasValue(72);
        Arrays.fill(differences, 10, 40, -1);
        assertThat(NeededSamples.toConfirm(differences, 0.01)).isEmpty();
    }

    @Test
    void latencyAlarmsOnAShiftOfMostSamplesNotOnATail() {
        SplittableRandom random = new SplittableRandom(6);
        SequentialSignTest slower = new SequentialSignTest(0.1);
        SequentialSignTest tail = new SequentialSignTest(0.1);
        for (int i = 0; i < 500; i++) {
            double noise = Math.exp(0.3 * (random.nextDouble() - 0.5));
            slower.step(100, 130 * noise);
            tail.step(100, 100 * noise * (i % 20 == 0 ? 50 : 1));
        }
        double alarm = EProcesses.alarmThreshold(0.01);
        assertThat(slower.maximumLogE()).isGreaterThan(alarm);
        assertThat(tail.maximumLogE()).isLessThan(alarm);
        assertThat(slower.t()).isEqualTo(500);
        SequentialSignTest equal = new SequentialSignTest(0);
        equal.step(3, 3);
        assertThat(equal.logE()).isZero();
        equal.stepMissing();
        assertThat(equal.logE()).isLessThan(0);
        assertThatIllegalArgumentException().isThrownBy(() -> equal.step(0, 1));
    }

    @Test
    void kappaSeesShocksOfWholeRuns() {
        assertThat(kappa(0)).isBetween(0.7, 1.4);
        assertThat(kappa(0.05)).isGreaterThan(4);
        assertThat(HealthRatio.of(new double[][] {{1, 0}, {1, 0}}).kappa()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HealthRatio.of(new double[][] {{1, 0}}));
    }

    private static double kappa(double shock) {
        SplittableRandom random = new SplittableRandom(7);
        double[][] runs = new double[60][1000];
        for (double[] run : runs) {
            double shift = shock * (2 * random.nextDouble() - 1);
            for (int i = 0; i < run.length; i++) {
                run[i] = random.nextDouble() < (i % 2 == 0 ? 0.9 : 0.5) + shift ? 1 : 0;
            }
        }
        return HealthRatio.of(runs).kappa();
    }

    @Test
    void aScaleOrientsScoresAndKeepsTheDropRelativeToTheMetric() {
        MetricScale errors = new MetricScale(0, 1, false);
        assertThat(errors.orient(0.2)).isCloseTo(0.8, within(1e-15));
        assertThat(errors.target(0.2, 0.1).meanDrop()).isCloseTo(0.02, within(1e-15));
        MetricScale judge = new MetricScale(1, 10, true);
        assertThat(judge.orient(5.5)).isEqualTo(0.5);
        assertThat(judge.target(7, 0.1).meanDrop()).isCloseTo(0.7 / 9, within(1e-15));
        assertThat(judge.target(7, 0.1).relativeDrop(0.7 / 9)).isCloseTo(0.1, within(1e-15));
        assertThat(DropTarget.of(0.02, 0.1).meanDrop()).isEqualTo(0.01);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> judge.orient(Double.NaN))
                .withMessageContaining("NaN");
    }
}
