package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.evalstream.udfs.verdict.EProcesses.Kind;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

class PrefixEngineTest {

    private static final double ALPHA = 0.01;

    /** Whatever arrives when: the engine agrees with the definition on the set that is there. */
    @Property(tries = 400)
    void theVerdictIsAFunctionOfTheSetThatArrived(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 400) int samples,
            @ForAll @DoubleRange(max = 0.6) double breaks,
            @ForAll @IntRange(min = 1, max = 400) int inFlight,
            @ForAll @DoubleRange(max = 0.1) double lost) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] baseline = new double[samples];
        double[] scores = new double[samples];
        draw(baseline, scores, breaks, random);
        DropTarget target = target(baseline);
        PrefixEngine engine = new PrefixEngine(baseline, target, ALPHA);
        double[] arrived = new double[samples];
        Arrays.fill(arrived, Double.NaN);
        int[] order = completionOrder(samples, inFlight, random);
        EarlyDecision before = null;
        for (int sample : order) {
            if (random.nextDouble() < lost) {
                continue;
            }
            assertThat(engine.record(sample, scores[sample])).isTrue();
            arrived[sample] = scores[sample];
            int replayed = order[random.nextInt(samples)];
            if (!Double.isNaN(arrived[replayed])) {
                assertThat(engine.record(replayed, scores[replayed])).isFalse();
            }
            // Both ways to choose the moment; what is said must not depend on it.
            if (seed % 2 == 0 ? random.nextInt(8) > 0 : !engine.isDue()) {
                continue;
            }
            EarlyDecision now = engine.decision();
            assertThat(new int[] {now.breachAt(), now.certainAt(), now.clearAt()})
                    .isEqualTo(byDefinition(baseline, arrived, target));
            if (before != null) {
                assertOnlyEarlier(before.breachAt(), now.breachAt());
                assertOnlyEarlier(before.certainAt(), now.certainAt());
                assertOnlyEarlier(before.clearAt(), now.clearAt());
            }
            before = now;
        }
    }

    @Property(tries = 200)
    void aCompleteRunEndsTheSameInEveryOrder(
            @ForAll long seed,
            @ForAll @IntRange(min = 30, max = 500) int samples,
            @ForAll @DoubleRange(max = 0.4) double breaks) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] baseline = new double[samples];
        double[] scores = new double[samples];
        draw(baseline, scores, breaks, random);
        PrefixEngine inOrder = new PrefixEngine(baseline, target(baseline), ALPHA);
        PrefixEngine shuffled = new PrefixEngine(baseline, target(baseline), ALPHA);
        int[] order = completionOrder(samples, samples, random);
        for (int i = 0; i < samples; i++) {
            inOrder.record(i, scores[i]);
            inOrder.evaluate();
            shuffled.record(order[i], scores[order[i]]);
            if (random.nextBoolean()) {
                shuffled.evaluate();
            }
        }
        assertThat(shuffled.decision()).isEqualTo(inOrder.decision());
        for (Kind kind : Kind.values()) {
            // The same bits, not only the same verdict.
            assertThat(shuffled.logE(kind)).isEqualTo(inOrder.logE(kind));
            assertThat(shuffled.maximumLogE(kind)).isEqualTo(inOrder.maximumLogE(kind));
        }
    }

    @Property(tries = 200)
    void aSupersededScoreCountsAsIfItHadBeenTheFirst(
            @ForAll long seed, @ForAll @IntRange(min = 30, max = 300) int samples) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] baseline = new double[samples];
        double[] scores = new double[samples];
        draw(baseline, scores, 0.3, random);
        PrefixEngine corrected = new PrefixEngine(baseline, target(baseline), ALPHA);
        PrefixEngine straight = new PrefixEngine(baseline, target(baseline), ALPHA);
        for (int i : completionOrder(samples, 20, random)) {
            corrected.record(i, random.nextInt(5) == 0 ? 1 - scores[i] : scores[i]);
            straight.record(i, scores[i]);
            corrected.evaluate();
            if (random.nextInt(10) == 0) {
                corrected.supersede(i, scores[i]);
            }
        }
        for (int i : completionOrder(samples, samples, random)) {
            corrected.supersede(i, scores[i]);
            if (random.nextBoolean()) {
                corrected.evaluate();
            }
        }
        assertThat(corrected.decision()).isEqualTo(straight.decision());
        assertThat(corrected.logE(Kind.B)).isEqualTo(straight.logE(Kind.B));
    }

    @Test
    void wrongAnswersThatFinishFirstDoNotAlarm() {
        // A healthy run: every fourth sample is wrong, now as before. All wrong ones come first.
        int samples = 400;
        double[] baseline = new double[samples];
        Arrays.fill(baseline, 0.75);
        PrefixEngine engine = new PrefixEngine(baseline, target(baseline), ALPHA);
        for (int wrong = 0; wrong < samples; wrong += 4) {
            engine.record(wrong, 0);
            assertThat(engine.evaluate()).isIn(EarlyVerdict.UNDECIDED, EarlyVerdict.CLEAR_EARLY);
        }
        for (int i = 0; i < samples; i++) {
            engine.supersede(i, i % 4 == 0 ? 0 : 1);
            assertThat(engine.evaluate()).isIn(EarlyVerdict.UNDECIDED, EarlyVerdict.CLEAR_EARLY);
        }
        assertThat(engine.evaluate()).isEqualTo(EarlyVerdict.CLEAR_EARLY);
    }

    @Test
    void nothingIsDecidedOnFewerThanThirtySamplesOrTwoPercent() {
        assertThat(firstVerdict(100).arrived()).isEqualTo(30);
        assertThat(firstVerdict(4001).arrived()).isEqualTo(81);
    }

    private static EarlyDecision firstVerdict(int samples) {
        double[] baseline = new double[samples];
        Arrays.fill(baseline, 1);
        PrefixEngine engine = new PrefixEngine(baseline, target(baseline), ALPHA);
        for (int i = 0; ; i++) {
            engine.record(i, 0);
            if (engine.evaluate() != EarlyVerdict.UNDECIDED) {
                return engine.decision();
            }
        }
    }

    @Test
    void evaluationsAreDueAtEveryArrivalInOrderAndMoreSeldomOutOfOrder() {
        double[] baseline = new double[1000];
        Arrays.fill(baseline, 1);
        PrefixEngine engine = new PrefixEngine(baseline, target(baseline), ALPHA);
        assertThat(engine.isDue()).isFalse();
        int evaluations = 0;
        for (int i = 0; i < 1000; i++) {
            // Pairs of blocks of 50 samples arrive with the later block first.
            int sample = i < 500 ? i : i / 100 * 100 + (i + 50) % 100;
            engine.record(sample, 1);
            if (engine.isDue()) {
                engine.evaluate();
                evaluations++;
                assertThat(engine.isDue()).isFalse();
            } else {
                assertThat(i).isGreaterThanOrEqualTo(500);
                assertThat(engine.pending()).isLessThan(21);
            }
        }
        assertThat(evaluations).isBetween(550, 900);
    }

    @Test
    void aLostSampleDelaysAVerdictButDoesNotPreventIt() {
        double[] baseline = new double[1000];
        Arrays.fill(baseline, 0.7);
        PrefixEngine complete = new PrefixEngine(baseline, target(baseline), ALPHA);
        PrefixEngine gap = new PrefixEngine(baseline, target(baseline), ALPHA);
        for (int i = 0; i < 1000; i++) {
            complete.record(i, i % 2);
            if (i % 50 != 4) {
                gap.record(i, i % 2);
            }
            gap.evaluate();
        }
        assertThat(complete.decision().verdict()).isEqualTo(EarlyVerdict.BREACH_CERTAIN);
        assertThat(gap.decision().verdict()).isEqualTo(EarlyVerdict.BREACH_CERTAIN);
        assertThat(gap.decision().breachAt()).isGreaterThan(complete.decision().breachAt());
        assertThat(gap.decision().contiguous()).isEqualTo(4);
    }

    @Test
    void extremesAreCasesNotCrashes() {
        PrefixEngine zero = new PrefixEngine(new double[200], DropTarget.of(0, 0.1), ALPHA);
        assertThat(zero.decision().verdict()).isEqualTo(EarlyVerdict.UNDECIDED);
        assertThat(zero.decision().relativeDrop()).isNaN();
        for (int i = 0; i < 200; i++) {
            zero.record(i, 0);
        }
        assertThat(zero.evaluate()).isNotIn(EarlyVerdict.BREACH_EARLY, EarlyVerdict.BREACH_CERTAIN);

        PrefixEngine one = new PrefixEngine(new double[] {1}, DropTarget.of(1, 0.1), ALPHA);
        one.record(0, 0);
        assertThat(one.evaluate()).isEqualTo(EarlyVerdict.UNDECIDED);

        double[] perfect = new double[500];
        Arrays.fill(perfect, 1);
        PrefixEngine equal = new PrefixEngine(perfect, target(perfect), ALPHA);
        for (int i = 0; i < 500; i++) {
            equal.record(i, 1);
        }
        assertThat(equal.evaluate()).isEqualTo(EarlyVerdict.CLEAR_EARLY);
    }

    @Test
    void refusesWhatIsNoScoreOrContradictsOne() {
        PrefixEngine engine = new PrefixEngine(new double[] {1, 1}, DropTarget.of(1, 0.1), ALPHA);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.record(1, Double.NaN))
                .withMessageContaining("sample 1")
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> engine.record(2, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new PrefixEngine(
                                        new double[] {0, Double.NaN}, DropTarget.of(1, 0.1), ALPHA))
                .withMessageContaining("baseline of sample 1");
        engine.record(0, 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> engine.record(0, 0.5))
                .withMessageContaining("0.5");
    }

    /** Breach, certain and clear prefixes of a set, straight from the definition. */
    private static int[] byDefinition(double[] baseline, double[] arrived, DropTarget target) {
        EProcesses processes = new EProcesses(baseline.length, target);
        double alarm = EProcesses.alarmThreshold(ALPHA);
        double minimum = Math.max(30, 0.02 * baseline.length);
        int[] decided = new int[3];
        int last = baseline.length - 1;
        while (last >= 0 && Double.isNaN(arrived[last])) {
            last--;
        }
        int paired = 0;
        for (int i = 0; i <= last; i++) {
            if (Double.isNaN(arrived[i])) {
                processes.step(baseline[i] - 1, baseline[i]);
            } else {
                processes.step(baseline[i] - arrived[i]);
                paired++;
            }
            if (paired < minimum) {
                continue;
            }
            if (processes.maximumLogE(Kind.S) >= alarm
                    && processes.maximumLogE(Kind.B) >= alarm
                    && processes.meanDrop() >= target.meanDrop()) {
                decided[0] = decided[0] == 0 ? i + 1 : decided[0];
            }
            if (processes.maximumLogE(Kind.C) >= alarm && decided[1] == 0) {
                decided[1] = i + 1;
            }
            if (processes.maximumLogE(Kind.H) >= alarm && decided[2] == 0) {
                decided[2] = i + 1;
            }
        }
        return decided;
    }

    private static void assertOnlyEarlier(int before, int now) {
        if (before > 0) {
            assertThat(now).isBetween(1, before);
        }
    }

    private static DropTarget target(double[] baseline) {
        return DropTarget.of(Arrays.stream(baseline).average().orElseThrow(), 0.1);
    }

    private static void draw(
            double[] baseline, double[] scores, double breaks, SplittableRandom random) {
        for (int i = 0; i < scores.length; i++) {
            double p = random.nextInt(4) > 0 ? random.nextInt(2) : random.nextDouble();
            baseline[i] = Math.rint(5 * p) / 5;
            scores[i] = random.nextDouble() < p && random.nextDouble() >= breaks ? 1 : 0;
        }
    }

    /** Samples start in order, at most so many at a time, and end in random order. */
    private static int[] completionOrder(int samples, int inFlight, SplittableRandom random) {
        int[] order = new int[samples];
        int[] running = new int[Math.min(inFlight, samples)];
        int started = 0;
        int count = 0;
        for (int done = 0; done < samples; done++) {
            while (count < running.length && started < samples) {
                running[count++] = started++;
            }
            int ends = random.nextInt(count);
            order[done] = running[ends];
            running[ends] = running[--count];
        }
        return order;
    }
}
