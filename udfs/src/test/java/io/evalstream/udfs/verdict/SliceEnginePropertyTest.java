package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.udfs.verdict.SliceFinding.Result;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class SliceEnginePropertyTest {

    private static final double[] STAKES = {
        0.02, 0.04, 0.07, 0.11, 0.16, 0.23, 0.32, 0.43, 0.56, 0.72, 0.90
    };

    /** Whatever arrives when: the engine agrees with the definition on the set that is there. */
    @Property(tries = 150)
    void aFindingIsAFunctionOfTheSetThatArrived(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 700) int samples,
            @ForAll @IntRange(min = 1, max = 300) int inFlight,
            @ForAll @DoubleRange(max = 0.05) double lost) {
        Random random = new Random(seed);
        SlicedSeries series = drawn(samples, random);
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
        SlicedSeries series = drawn(samples, random);
        List<Slice> otherWay = series.parts();
        Collections.shuffle(otherWay, random);
        SliceEngine shuffled =
                new SliceEngine(samples, otherWay, SlicedSeries.THRESHOLD, SlicedSeries.ALPHA);
        for (int sample : completionOrder(samples, samples, random)) {
            series.record(shuffled, sample);
            if (random.nextInt(20) == 0) {
                shuffled.evaluate();
                series.record(shuffled, sample);
            }
        }
        SliceEngine inOrder = series.complete();
        assertThat(SlicedSeries.byName(shuffled.findings()))
                .isEqualTo(SlicedSeries.byName(inOrder.findings()));
        assertThat(SlicedSeries.byName(shuffled.finish()))
                .isEqualTo(SlicedSeries.byName(inOrder.finish()));
    }

    @Property(tries = 100)
    void anUnchangedSliceMoreNeverMakesAFindingAppear(
            @ForAll long seed, @ForAll @IntRange(min = 200, max = 800) int samples) {
        SlicedSeries series = drawn(samples, new Random(seed));
        SlicedSeries more = new SlicedSeries();
        for (int i = 0; i < samples; i++) {
            more.add(series.slices.get(i), series.baselines.get(i), series.scores.get(i));
        }
        more.add(60, "unchanged", 0.8, 0.8);
        Map<String, SliceFinding> before = SlicedSeries.byName(series.complete().finish());
        Map<String, SliceFinding> after = SlicedSeries.byName(more.complete().finish());
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

    /** Live findings of a set, straight from the definition. */
    private static Map<String, Integer> byDefinition(SlicedSeries series, boolean[] arrived) {
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
            SlicedSeries series, boolean[] arrived, List<Slice> members, int hypotheses) {
        List<String> names = members.stream().map(Slice::name).toList();
        int size = members.stream().mapToInt(Slice::samples).sum();
        double baseline =
                members.stream().mapToDouble(slice -> slice.samples() * slice.baseline()).sum()
                        / size;
        double least = DropTarget.of(baseline, SlicedSeries.THRESHOLD).meanDrop();
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
                if (maximum >= Math.log(hypotheses / SlicedSeries.ALPHA)
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

    /** One to nine slices of uneven sizes, some of which fall a little or much. */
    private static SlicedSeries drawn(int samples, Random random) {
        int slices = 1 + random.nextInt(9);
        double[] breaks = new double[slices];
        Arrays.setAll(breaks, s -> random.nextInt(3) == 0 ? random.nextDouble() : 0);
        SlicedSeries series = new SlicedSeries();
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
        List<Integer> waiting = SlicedSeries.order(samples);
        List<Integer> ended = new ArrayList<>();
        while (!waiting.isEmpty()) {
            ended.add(waiting.remove(random.nextInt(Math.min(inFlight, waiting.size()))));
        }
        return ended;
    }
}
