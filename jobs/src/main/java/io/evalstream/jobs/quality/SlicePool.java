package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.SliceEngine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The slices of one series: those that are too small to say anything alone are taken together.
 *
 * <p>Which are small is decided by the run that is judged, and holds for the runs it is compared
 * with as well, so that both are sums over the same slices.
 */
final class SlicePool {

    private final Set<String> large;
    private final Map<String, Long> expected;

    private SlicePool(Set<String> large, Map<String, Long> expected) {
        this.large = large;
        this.expected = expected;
    }

    /**
     * @param own rows of the run's results on the whole series by slice
     * @param announced how many samples were announced, of all series and slices of the run
     */
    static SlicePool of(SeriesKey whole, Map<String, int[]> own, Map<SeriesKey, Long> announced) {
        Map<String, Long> sizes = new HashMap<>();
        own.forEach((slice, rows) -> sizes.put(slice, (long) rows.length));
        Map<String, Long> expected = new TreeMap<>();
        announced.forEach(
                (key, samples) -> {
                    if (!key.slice().isEmpty() && key.withSlice("").equals(whole)) {
                        expected.put(key.slice(), samples);
                        sizes.merge(key.slice(), samples, Math::max);
                    }
                });
        Set<String> large = new TreeSet<>();
        Map<String, Long> pooled = new TreeMap<>();
        sizes.forEach(
                (slice, size) -> {
                    boolean isLarge = size >= SliceEngine.MINIMUM_SAMPLES;
                    if (isLarge) {
                        large.add(slice);
                    }
                    pooled.merge(
                            isLarge ? slice : SliceEngine.OTHER,
                            expected.getOrDefault(slice, -1L),
                            // Once one of the small ones was not announced, their sum is unknown.
                            (a, b) -> a < 0 || b < 0 ? -1 : a + b);
                });
        return new SlicePool(large, pooled);
    }

    /** Names of the slices that are judged. */
    Set<String> names() {
        return expected.keySet();
    }

    /** Whether more than the results that name the slice may count for it. */
    boolean isPooled(String slice) {
        return !large.contains(slice) || slice.equals(SliceEngine.OTHER);
    }

    /** How many samples were announced for one, or −1. */
    long expected(String slice) {
        return expected.get(slice);
    }

    /**
     * The rows of the results, of this run or another, that count for a slice.
     *
     * @param bySlice rows of that run by slice
     */
    int[] select(Map<String, int[]> bySlice, String slice) {
        int[] selected = new int[0];
        for (Map.Entry<String, int[]> entry : bySlice.entrySet()) {
            if (name(entry.getKey()).equals(slice)) {
                int size = selected.length;
                selected = Arrays.copyOf(selected, size + entry.getValue().length);
                System.arraycopy(entry.getValue(), 0, selected, size, entry.getValue().length);
            }
        }
        Arrays.sort(selected);
        return selected;
    }

    private String name(String slice) {
        return large.contains(slice) ? slice : SliceEngine.OTHER;
    }
}
