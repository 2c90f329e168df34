package io.evalstream.k8s.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Values sorted into buckets, one set of them per value of a label. */
final class Distribution {

    private final String label;
    private final double[] bounds;
    private final Map<String, Series> series = new TreeMap<>();

    /** The values of one label; the last bucket is for what is over every bound. */
    private static final class Series {
        private final long[] counts;
        private double sum;

        Series(int buckets) {
            counts = new long[buckets];
        }
    }

    /**
     * @param label empty if there is only one set
     * @param bounds that are still in their bucket, ascending
     */
    Distribution(String label, double[] bounds) {
        this.label = label;
        this.bounds = bounds.clone();
        if (label.isEmpty()) {
            series.put("", new Series(bounds.length + 1));
        }
    }

    void add(String key, double value) {
        Series values = series.computeIfAbsent(key, name -> new Series(bounds.length + 1));
        int place = Arrays.binarySearch(bounds, value);
        values.counts[place >= 0 ? place : -place - 1]++;
        values.sum += value;
    }

    HistogramSnapshot snapshot(String name, String help) {
        double[] withInfinity = Arrays.copyOf(bounds, bounds.length + 1);
        withInfinity[bounds.length] = Double.POSITIVE_INFINITY;
        HistogramSnapshot.Builder snapshot = HistogramSnapshot.builder().name(name).help(help);
        series.forEach(
                (key, values) -> {
                    Number[] counts = new Number[values.counts.length];
                    Arrays.setAll(counts, i -> values.counts[i]);
                    snapshot.dataPoint(
                            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                                    .labels(label.isEmpty() ? Labels.EMPTY : Labels.of(label, key))
                                    .classicHistogramBuckets(
                                            ClassicHistogramBuckets.of(withInfinity, counts))
                                    .sum(values.sum)
                                    .build());
                });
        return snapshot.build();
    }
}
