package io.evalstream.jobs.quality;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Means of several runs by item. */
final class ItemMeans {

    private ItemMeans() {}

    /** Mean number of each item over the runs that have it. */
    static Map<String, Double> of(List<? extends Map<String, Double>> runs) {
        if (runs.size() == 1) {
            // Not a copy by Map.copyOf, whose order differs from one process to the next: sums over
            // it would end in other bits after a restart.
            return Collections.unmodifiableMap(runs.get(0));
        }
        Map<String, Double> sums = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Map<String, Double> run : runs) {
            run.forEach(
                    (item, number) -> {
                        sums.merge(item, number, Double::sum);
                        counts.merge(item, 1, Integer::sum);
                    });
        }
        sums.replaceAll((item, sum) -> sum / counts.get(item));
        return sums;
    }
}
