package io.evalstream.bench.streaming;

import io.evalstream.bench.streaming.SampleStream.Sample;
import io.evalstream.bench.streaming.SampleStream.Series;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What was sent, in figures that ClickHouse can compute from what has arrived. */
final class Ledger implements SampleStream.Visitor {
    private final Map<String, Sums> results = new TreeMap<>();
    private final Map<String, Sums> records = new TreeMap<>();
    private final Map<Series, Long> sizes = new LinkedHashMap<>();
    private long events;
    private long distinct;
    private long xorHigh;
    private long xorLow;

    /**
     * Figures of one series.
     *
     * @param sum1024 the sum of its values in 1024ths
     */
    record Sums(long count, long sum1024) {
        Sums plus(long value1024) {
            return new Sums(count + 1, sum1024 + value1024);
        }

        Sums times(int factor) {
            return new Sums(count * factor, sum1024 * factor);
        }
    }

    @Override
    public void sample(Sample sample, boolean copy) {
        String key = key(sample.series());
        events++;
        add(records, key, sample.value1024());
        if (copy) {
            return;
        }
        distinct++;
        xorHigh ^= sample.id().high();
        xorLow ^= sample.id().low();
        add(results, key, sample.value1024());
        sizes.merge(sample.series(), 1L, Long::sum);
    }

    private static void add(Map<String, Sums> sums, String key, int value1024) {
        sums.put(key, sums.getOrDefault(key, new Sums(0, 0)).plus(value1024));
    }

    /** The name of a series in the answers of ClickHouse. */
    static String key(Series series) {
        return String.join("\t", series.modelTag(), series.task(), series.metric());
    }

    /** Number of records sent, copies included. */
    long events() {
        return events;
    }

    /** Number of results, copies counted once. */
    long distinct() {
        return distinct;
    }

    /** The exclusive or of the first and of the last 64 bits of all distinct ids, as written. */
    String idsXor() {
        return Long.toUnsignedString(xorHigh) + "\t" + Long.toUnsignedString(xorLow);
    }

    /** By series, copies counted once. */
    Map<String, Sums> results() {
        return results;
    }

    /** By series, every copy counted. */
    Map<String, Sums> records() {
        return records;
    }

    /** Results of each series, in the order in which the series began. */
    Map<Series, Long> sizes() {
        return sizes;
    }
}
