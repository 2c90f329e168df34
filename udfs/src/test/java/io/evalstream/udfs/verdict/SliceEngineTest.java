package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.evalstream.udfs.verdict.SliceFinding.Result;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class SliceEngineTest {

    private static final double THRESHOLD = 0.1;
    private static final double ALPHA = SliceEngine.ALPHA;
    private static final double[] STAKES = {
        0.02, 0.04, 0.07, 0.11, 0.16, 0.23, 0.32, 0.43, 0.56, 0.72, 0.90
    };

    /** Samples of a series in dispatch order. */
    private static final class Series {
        private final List<String> slices = new ArrayList<>();
        private final List<Double> baselines = new ArrayList<>();
        private final List<Double> scores = new ArrayList<>();

        void add(String slice, double baseline, double score) {
            slices.add(slice);
            baselines.add(baseline);
            scores.add(score);
        }

        Series add(int samples, String slice, double baseline, double score) {
            for (int i = 0; i < samples; i++) {
                add(slice, baseline, score);
            }
            return this;
        }

        int size() {
            return slices.size();
        }

        Series shuffled(long seed) {
            List<Integer> order = order(size());
            Collections.shuffle(order, new Random(seed));
            Series result = new Series();
            for (int i : order) {
                result.add(slices.get(i), baselines.get(i), scores.get(i));
            }
            return result;
        }

        List<Slice> parts() {
            Map<String, double[]> sums = new LinkedHashMap<>();
            for (int i = 0; i < size(); i++) {
                double[] sum = sums.computeIfAbsent(slices.get(i), name -> new double[2]);
                sum[0]++;
                sum[1] += baselines.get(i);
            }
            List<Slice> parts = new ArrayList<>();
            sums.forEach((name, sum) -> parts.add(new Slice(name, (int) sum[0], sum[1] / sum[0])));
            return parts;
        }

        SliceEngine engine() {
            return new SliceEngine(size(), parts(), THRESHOLD, ALPHA);
        }

        void record(SliceEngine engine, int i) {
            engine.record(i, slices.get(i), baselines.get(i), scores.get(i));
        }

        SliceEngine complete() {
            SliceEngine engine = engine();
            for (int i = 0; i < size(); i++) {
                record(engine, i);
            }
            return engine;
        }
    }

    /** Whatever arrives when: the engine agrees with the definition on the set that is there. */
    @Property(tries = 150)
    void aFindingIsAFunctionOfTheSetThatArrived(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 700) int samples,
            @ForAll @IntRange(min = 1, max = 300) int inFlight,
            @ForAll @DoubleRange(max = 0.05) double lost) {
        Random random = new Random(seed);
        Series series = drawn(samples, random);
        SliceEngine engine = series.engine();
        boolean[] arrived = new boolean[samples];
        Map<String, Integer> before = Map.of();
        for (int sample : completionOrder(samples, inFlight, random)) {
            if (random.nextDouble() < lost) {
                continue;
            }
            series.record(engine, sample);
            arrived[sample] = true;
            if (random.nextInt(40) > 0 && !(engine.isDue() && random.nextInt(4) == 0)) {
                continue;
            }
            engine.evaluate();
            Map<String, Integer> now = foundAt(engine.findings());
            assertThat(now).isEqualTo(byDefinition(series, arrived));
            before.forEach(
                    (slice, at) -> {
                        if (at > 0) {
                            assertThat(now.get(slice)).isBetween(1, at);
                        }
                    });
            before = now;
        }
    }

    @Property(tries = 100)
    void aCompleteRunEndsTheSameInEveryOrderOfArrivalAndOfSlices(
            @ForAll long seed, @ForAll @IntRange(min = 50, max = 800) int samples) {
        Random random = new Random(seed);
        Series series = drawn(samples, random);
        List<Slice> otherWay = series.parts();
        Collections.shuffle(otherWay, random);
        SliceEngine shuffled = new SliceEngine(samples, otherWay, THRESHOLD, ALPHA);
        for (int sample : completionOrder(samples, samples, random)) {
            series.record(shuffled, sample);
            if (random.nextInt(20) == 0) {
                shuffled.evaluate();
                series.record(shuffled, sample);
            }
        }
        SliceEngine inOrder = series.complete();
        assertThat(byName(shuffled.findings())).isEqualTo(byName(inOrder.findings()));
        assertThat(byName(shuffled.finish())).isEqualTo(byName(inOrder.finish()));
    }

    @Property(tries = 100)
    void anUnchangedSliceMoreNeverMakesAFindingAppear(
            @ForAll long seed, @ForAll @IntRange(min = 200, max = 800) int samples) {
        Series series = drawn(samples, new Random(seed));
        Series more = new Series();
        for (int i = 0; i < samples; i++) {
            more.add(series.slices.get(i), series.baselines.get(i), series.scores.get(i));
        }
        more.add(60, "unchanged", 0.8, 0.8);
        Map<String, SliceFinding> before = byName(series.complete().finish());
        Map<String, SliceFinding> after = byName(more.complete().finish());
        assertThat(after.remove("unchanged").result()).isEqualTo(Result.NONE);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach(
                (name, finding) -> {
                    if (finding.result() != Result.NONE) {
                        assertThat(before.get(name).result()).isEqualTo(finding.result());
                    }
                    if (finding.foundAt() > 0) {
                        assertThat(before.get(name).foundAt()).isBetween(1, finding.foundAt());
                    }
                });
    }

    @Test
    void theSliceThatFellIsFoundAndNoOther() {
        Series series = new Series();
        for (int i = 0; i < 200; i++) {
            series.add("law", 1, i % 10 < 3 ? 0 : 1);
            series.add("history", 0.7, i % 10 < 7 ? 1 : 0);
            series.add("physics", 0.4, i % 10 < 7 ? 1 : 0);
        }
        SliceEngine engine = series.engine();
        int first = 0;
        for (int i = 0; i < series.size(); i++) {
            series.record(engine, i);
            if (engine.evaluate() > 0 && first == 0) {
                first = i + 1;
            }
        }
        assertThat(first).isBetween(1, 200);
        Map<String, SliceFinding> live = byName(engine.findings());
        assertThat(live.get("law").foundAt()).isEqualTo(first);
        assertThat(live.get("law").relativeDrop()).isCloseTo(0.3, within(1e-9));
        assertThat(live.get("law").compared()).isEqualTo(200);
        assertThat(results(engine.findings()))
                .isEqualTo(
                        Map.of("law", Result.DROP, "history", Result.NONE, "physics", Result.NONE));
        assertThat(results(engine.finish())).isEqualTo(results(engine.findings()));
    }

    @Test
    void smallSlicesAreJudgedTogetherOrNotAtAll() {
        Series together = new Series().add(39, "a", 1, 0).add(1, "b", 1, 0).add(40, "c", 1, 1);
        SliceFinding other = byName(together.complete().finish()).get(SliceEngine.OTHER);
        assertThat(other.members()).containsExactly("a", "b");
        assertThat(other.samples()).isEqualTo(40);
        assertThat(other.result()).isEqualTo(Result.DROP);

        Series tooFew = new Series().add(39, "a", 1, 0).add(40, "c", 1, 1);
        assertThat(byName(tooFew.complete().finish())).containsOnlyKeys("c");
        assertThat(new Series().add(39, "a", 1, 0).complete().finish()).isEmpty();
    }

    @Test
    void nothingIsFoundOnFewerThanThirtySamplesOrTwoPercentOfTheSlice() {
        assertThat(prefixOfCertainDrop(100)).isEqualTo(30);
        assertThat(prefixOfCertainDrop(4001)).isEqualTo(81);
    }

    private static int prefixOfCertainDrop(int samples) {
        return new Series().add(samples, "a", 1, 0).complete().findings().get(0).foundAt();
    }

    @Test
    void aDropThatEndsBelowTheThresholdIsCorrected() {
        Series series = new Series().add(60, "a", 0.93, 0).add(740, "a", 0.93, 1);
        SliceEngine engine = series.complete();
        assertThat(engine.findings().get(0).result()).isEqualTo(Result.DROP);
        // The others won the wealth back, but it was there, and the slice is a little worse.
        SliceFinding finding = engine.finish().get(0);
        assertThat(finding.relativeDrop()).isCloseTo(0.005 / 0.93, within(1e-9));
        assertThat(finding.result()).isEqualTo(Result.REGRESSION);
    }

    @Test
    void aSliceThatEndsBetterIsNoRegression() {
        Series series = new Series().add(60, "a", 0.9, 0).add(740, "a", 0.9, 1);
        assertThat(series.complete().findings().get(0).result()).isEqualTo(Result.DROP);
        assertThat(series.complete().finish().get(0).result()).isEqualTo(Result.NONE);
    }

    @Test
    void atTheEndSeveralDropsSupportEachOther() {
        // Each one's evidence is between log(4/(4·α)) and log(4/α).
        Series series = new Series();
        for (int round = 0; round < 100; round++) {
            for (String slice : List.of("a", "b", "c", "d")) {
                series.add(slice, 1, round < 8 ? 0 : 1);
            }
        }
        SliceEngine engine = series.complete();
        for (SliceFinding finding : engine.findings()) {
            assertThat(finding.maximumLogE()).isBetween(Math.log(1 / ALPHA), Math.log(4 / ALPHA));
            assertThat(finding.result()).isEqualTo(Result.NONE);
        }
        assertThat(results(engine.finish())).containsOnlyKeys("a", "b", "c", "d");
        assertThat(results(engine.finish()).values()).containsOnly(Result.REGRESSION);

        // What is missing behind the last arrival counts against a slice as well.
        SliceEngine cutOff = series.engine();
        for (int i = 0; i < 94 * 4; i++) {
            series.record(cutOff, i);
        }
        assertThat(results(cutOff.finish()).values()).containsOnly(Result.NONE);
    }

    @Test
    void gapsDelayAFindingAndAreChargedToTheirOwnSliceAtTheEnd() {
        Series series =
                new Series()
                        .add(150, "fell", 1, 1)
                        .add(50, "fell", 1, 0)
                        .add(1800, "same", 1, 1)
                        .shuffled(5);
        SliceEngine complete = series.complete();
        SliceEngine gaps = series.engine();
        int lost = 0;
        for (int i = 0; i < series.size(); i++) {
            // Only samples of the other slice are lost.
            if (i % 10 == 0 && series.slices.get(i).equals("same")) {
                lost++;
            } else {
                series.record(gaps, i);
            }
        }
        assertThat(lost).isGreaterThan(150);
        assertThat(byName(complete.findings()).get("fell").result()).isEqualTo(Result.DROP);
        assertThat(byName(gaps.findings()).get("fell").result()).isEqualTo(Result.NONE);
        SliceFinding atTheEnd = byName(gaps.finish()).get("fell");
        assertThat(atTheEnd.result()).isEqualTo(Result.DROP);
        assertThat(atTheEnd.maximumLogE())
                .isEqualTo(byName(complete.finish()).get("fell").maximumLogE());

        // A sample that is left out is no gap.
        for (int i = 0; i < series.size(); i++) {
            if (i % 10 == 0 && series.slices.get(i).equals("same")) {
                assertThat(gaps.leaveOut(i)).isTrue();
            }
        }
        assertThat(byName(gaps.findings()).get("fell"))
                .isEqualTo(byName(complete.findings()).get("fell"));
    }

    @Test
    void missingSamplesOfASliceAreTakenAsTheBest() {
        Series series = new Series().add(20, "a", 1, 0).add(70, "a", 1, 1).add(10, "a", 1, 0);
        SliceEngine engine = series.engine();
        for (int i = 20; i < 100; i++) {
            series.record(engine, i);
        }
        assertThat(engine.finish().get(0).relativeDrop()).isEqualTo(0.125);
        assertThat(engine.finish().get(0).result()).isEqualTo(Result.NONE);
        for (int i = 0; i < 20; i++) {
            series.record(engine, i);
        }
        assertThat(engine.finish().get(0).result()).isEqualTo(Result.DROP);
    }

    @Test
    void aSliceThatHardlyArrivedIsNotJudgedAtTheEnd() {
        Series series = new Series().add(40, "a", 1, 0);
        SliceEngine engine = series.engine();
        for (int i = 0; i < 29; i++) {
            series.record(engine, i);
        }
        assertThat(engine.finish().get(0).maximumLogE()).isGreaterThan(Math.log(1 / ALPHA));
        assertThat(engine.finish().get(0).result()).isEqualTo(Result.NONE);
        series.record(engine, 29);
        assertThat(engine.finish().get(0).result()).isEqualTo(Result.DROP);
    }

    @Test
    void aLaterAttemptReplacesTheScore() {
        Series series = new Series().add(200, "a", 1, 1);
        SliceEngine engine = series.engine();
        for (int i = 0; i < 200; i++) {
            engine.record(i, "a", 1, 0);
        }
        assertThat(engine.evaluate()).isEqualTo(1);
        for (int i = 0; i < 200; i++) {
            assertThat(engine.record(i, "a", 1, 1)).isTrue();
            assertThat(engine.record(i, "a", 1, 1)).isFalse();
        }
        assertThat(engine.evaluate()).isZero();
        assertThat(engine.findings()).isEqualTo(series.complete().findings());
    }

    @Test
    void refusesWhatIsNoScoreNoPlaceAndNoSlice() {
        SliceEngine engine = new Series().add(50, "a", 1, 1).engine();
        assertThatIllegalArgumentException().isThrownBy(() -> engine.record(50, "a", 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> engine.leaveOut(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.record(3, "a", 1, Double.NaN))
                .withMessageContaining("sample 3");
        assertThat(engine.record(3, "unknown", 1, 0)).isTrue();
        List<Slice> twice = List.of(new Slice("a", 50, 1), new Slice("a", 50, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SliceEngine(100, twice, THRESHOLD, ALPHA))
                .withMessageContaining("a");
        assertThatIllegalArgumentException().isThrownBy(() -> new Slice("a", 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Slice("a", 1, Double.NaN));
    }

    /** Live findings of a set, straight from the definition. */
    private static Map<String, Integer> byDefinition(Series series, boolean[] arrived) {
        List<Slice> judged =
                series.parts().stream()
                        .filter(slice -> slice.samples() >= SliceEngine.MINIMUM_SAMPLES)
                        .toList();
        List<Slice> pooled = new ArrayList<>(series.parts());
        pooled.removeAll(judged);
        int inPool = pooled.stream().mapToInt(Slice::samples).sum();
        int hypotheses = judged.size() + (inPool >= SliceEngine.MINIMUM_SAMPLES ? 1 : 0);
        Map<String, Integer> found = new TreeMap<>();
        for (Slice slice : judged) {
            found.put(slice.name(), foundAt(series, arrived, List.of(slice), hypotheses));
        }
        if (hypotheses > judged.size()) {
            found.put(SliceEngine.OTHER, foundAt(series, arrived, pooled, hypotheses));
        }
        return found;
    }

    private static int foundAt(
            Series series, boolean[] arrived, List<Slice> members, int hypotheses) {
        List<String> names = members.stream().map(Slice::name).toList();
        int size = members.stream().mapToInt(Slice::samples).sum();
        double baseline =
                members.stream().mapToDouble(slice -> slice.samples() * slice.baseline()).sum()
                        / size;
        double least = DropTarget.of(baseline, THRESHOLD).meanDrop();
        double[] logs = new double[STAKES.length];
        double maximum = 0;
        double sum = 0;
        int compared = 0;
        int gaps = 0;
        for (int i = 0; i < arrived.length; i++) {
            if (!arrived[i]) {
                gaps++;
            } else if (names.contains(series.slices.get(i))) {
                double difference = series.baselines.get(i) - series.scores.get(i);
                int charged = Math.min(gaps, size);
                double wealth = 0;
                for (int g = 0; g < STAKES.length; g++) {
                    logs[g] += Math.log1p(STAKES[g] * difference);
                    wealth += Math.exp(logs[g] + charged * Math.log1p(-STAKES[g]));
                }
                maximum = Math.max(maximum, Math.log(wealth / STAKES.length));
                sum += difference;
                compared++;
                if (maximum >= Math.log(hypotheses / ALPHA)
                        && compared >= Math.max(30, 0.02 * size)
                        && (sum - charged) / (compared + charged) >= least) {
                    return i + 1;
                }
            }
        }
        return 0;
    }

    private static Map<String, Integer> foundAt(List<SliceFinding> findings) {
        Map<String, Integer> found = new TreeMap<>();
        findings.forEach(finding -> found.put(finding.name(), finding.foundAt()));
        return found;
    }

    private static Map<String, Result> results(List<SliceFinding> findings) {
        Map<String, Result> results = new TreeMap<>();
        findings.forEach(finding -> results.put(finding.name(), finding.result()));
        return results;
    }

    /** By name, the members of the pool in one order and its drop without the last bits. */
    private static Map<String, SliceFinding> byName(List<SliceFinding> findings) {
        Map<String, SliceFinding> byName = new TreeMap<>();
        for (SliceFinding finding : findings) {
            byName.put(
                    finding.name(),
                    new SliceFinding(
                            finding.name(),
                            finding.members().stream().sorted().toList(),
                            finding.samples(),
                            finding.compared(),
                            Math.rint(finding.relativeDrop() * 1e9) / 1e9,
                            finding.maximumLogE(),
                            finding.foundAt(),
                            finding.result()));
        }
        return byName;
    }

    /** One to nine slices of uneven sizes, some of which fall a little or much. */
    private static Series drawn(int samples, Random random) {
        int slices = 1 + random.nextInt(9);
        double[] breaks = new double[slices];
        Arrays.setAll(breaks, s -> random.nextInt(3) == 0 ? random.nextDouble() : 0);
        Series series = new Series();
        for (int i = 0; i < samples; i++) {
            int slice = Math.min(random.nextInt(slices), random.nextInt(slices));
            double p = random.nextInt(4) > 0 ? random.nextInt(2) : random.nextDouble();
            double score = random.nextDouble() < p && random.nextDouble() >= breaks[slice] ? 1 : 0;
            series.add("slice " + slice, Math.rint(5 * p) / 5, score);
        }
        return series;
    }

    /** Samples start in order, at most so many at a time, and end in random order. */
    private static List<Integer> completionOrder(int samples, int inFlight, Random random) {
        List<Integer> waiting = order(samples);
        List<Integer> ended = new ArrayList<>();
        while (!waiting.isEmpty()) {
            ended.add(waiting.remove(random.nextInt(Math.min(inFlight, waiting.size()))));
        }
        return ended;
    }

    private static List<Integer> order(int samples) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            order.add(i);
        }
        return order;
    }
}
