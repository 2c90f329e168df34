package io.evalstream.udfs.verdict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Samples of a series in dispatch order. */
final class SlicedSeries {
    static final double THRESHOLD = 0.1;
    static final double ALPHA = SliceEngine.ALPHA;

    final List<String> slices = new ArrayList<>();
    final List<Double> baselines = new ArrayList<>();
    final List<Double> scores = new ArrayList<>();

    void add(String slice, double baseline, double score) {
        slices.add(slice);
        baselines.add(baseline);
        scores.add(score);
    }

    SlicedSeries add(int samples, String slice, double baseline, double score) {
        for (int i = 0; i < samples; i++) {
            add(slice, baseline, score);
        }
        return this;
    }

    int size() {
        return slices.size();
    }

    SlicedSeries shuffled(long seed) {
        List<Integer> order = order(size());
        Collections.shuffle(order, new Random(seed));
        SlicedSeries result = new SlicedSeries();
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

    /** By name, the members of the pool in one order and its drop without the last bits. */
    static Map<String, SliceFinding> byName(List<SliceFinding> findings) {
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

    static List<Integer> order(int samples) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            order.add(i);
        }
        return order;
    }
}
