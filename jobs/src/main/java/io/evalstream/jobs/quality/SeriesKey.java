package io.evalstream.jobs.quality;

import io.evalstream.contract.SeriesCount;

import java.util.Comparator;

/**
 * One metric of a run as it is judged.
 *
 * @param slice subject or language; empty for the whole task
 */
public record SeriesKey(String task, String metric, String filter, String slice)
        implements Comparable<SeriesKey> {

    private static final Comparator<SeriesKey> ORDER =
            Comparator.comparing(SeriesKey::task)
                    .thenComparing(SeriesKey::metric)
                    .thenComparing(SeriesKey::filter)
                    .thenComparing(SeriesKey::slice);

    static SeriesKey of(SeriesCount count) {
        return new SeriesKey(count.task(), count.metric(), count.filter(), count.slice());
    }

    SeriesKey withSlice(String other) {
        return new SeriesKey(task, metric, filter, other);
    }

    @Override
    public int compareTo(SeriesKey other) {
        return ORDER.compare(this, other);
    }

    /** {@code task/metric,filter [slice]}, without the parts that are empty. */
    @Override
    public String toString() {
        return (task.isEmpty() ? "" : task + "/")
                + metric
                + (filter.isEmpty() || filter.equals("none") ? "" : "," + filter)
                + (slice.isEmpty() ? "" : " [" + slice + "]");
    }
}
