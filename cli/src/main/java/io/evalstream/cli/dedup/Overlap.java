package io.evalstream.cli.dedup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What two suites have in common; a suite with itself: what is in it more than once.
 *
 * @param firstItems items of the first suite that are the same as one of the second
 * @param secondItems items of the second suite that are the same as one of the first
 * @param pairs pairs of such items
 */
public record Overlap(String first, String second, long firstItems, long secondItems, long pairs) {

    /**
     * The overlaps that are not empty, in the order of the suites.
     *
     * <p>Items are the same when they were found to be the same as one item. Those that are only
     * connected by a chain of others do not count.
     */
    static List<Overlap> of(List<String> suites, List<Finding> findings) {
        Map<String, Integer> order = new LinkedHashMap<>();
        for (String suite : suites) {
            order.put(suite, order.size());
        }
        int n = suites.size();
        long[][] items = new long[n][n];
        long[][] pairs = new long[n][n];
        Map<Finding.Place, List<Finding>> byKept = new LinkedHashMap<>();
        for (Finding finding : findings) {
            byKept.computeIfAbsent(finding.keptPlace(), kept -> new ArrayList<>()).add(finding);
        }
        for (List<Finding> same : byKept.values()) {
            TreeMap<Integer, Long> inSuite = new TreeMap<>();
            inSuite.put(order.get(same.get(0).keptSuite()), 1L);
            for (Finding finding : same) {
                inSuite.merge(order.get(finding.suite()), 1L, Long::sum);
            }
            inSuite.forEach(
                    (a, ofA) ->
                            inSuite.forEach(
                                    (b, ofB) -> {
                                        if (!a.equals(b)) {
                                            items[a][b] += ofA;
                                            pairs[a][b] += ofA * ofB;
                                        } else if (ofA > 1) {
                                            items[a][a] += ofA;
                                            pairs[a][a] += ofA * (ofA - 1) / 2;
                                        }
                                    }));
        }
        List<Overlap> overlaps = new ArrayList<>();
        for (int a = 0; a < n; a++) {
            for (int b = a; b < n; b++) {
                if (pairs[a][b] > 0) {
                    overlaps.add(
                            new Overlap(
                                    suites.get(a),
                                    suites.get(b),
                                    items[a][b],
                                    items[b][a],
                                    pairs[a][b]));
                }
            }
        }
        return overlaps;
    }
}
