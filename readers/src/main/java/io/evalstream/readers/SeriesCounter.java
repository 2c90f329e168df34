package io.evalstream.readers;

import io.evalstream.contract.SeriesCount;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts results per series, and per slice within a series. */
final class SeriesCounter {
    private record Key(String task, String metric, String filter, String slice)
            implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = task.compareTo(other.task);
            order = order != 0 ? order : metric.compareTo(other.metric);
            order = order != 0 ? order : filter.compareTo(other.filter);
            return order != 0 ? order : slice.compareTo(other.slice);
        }
    }

    private final Map<Key, Long> counts = new TreeMap<>();
    private long total;

    /** Counts one result for its series and, unless the slice is empty, for its slice. */
    void add(String task, String metric, String filter, String slice) {
        total++;
        counts.merge(new Key(task, metric, filter, ""), 1L, Long::sum);
        if (!slice.isEmpty()) {
            counts.merge(new Key(task, metric, filter, slice), 1L, Long::sum);
        }
    }

    /** How many results were added. */
    long total() {
        return total;
    }

    /** The counts, ordered by task, metric, filter and slice. */
    List<SeriesCount> toList() {
        List<SeriesCount> list = new ArrayList<>(counts.size());
        counts.forEach(
                (key, count) ->
                        list.add(
                                new SeriesCount(
                                        key.task, key.metric, key.filter, key.slice, count)));
        return list;
    }
}
