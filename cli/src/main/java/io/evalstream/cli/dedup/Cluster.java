package io.evalstream.cli.dedup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Items that are the same as one another, directly or over others.
 *
 * @param number the smallest number of an item in it
 * @param findings every item but those that were kept for the others; never empty
 */
public record Cluster(long number, List<Finding> findings) {

    /** What a person should look at first: other answers, then what is least alike. */
    static final Comparator<Cluster> MOST_DOUBTFUL_FIRST =
            Comparator.<Cluster, Boolean>comparing(cluster -> !cluster.hasDifferentAnswer())
                    .thenComparing(cluster -> -cluster.greatestShare())
                    .thenComparing(Cluster::number);

    /** The clusters of all findings by their number; findings stay in their order. */
    static List<Cluster> group(List<Finding> findings) {
        TreeMap<Long, List<Finding>> byNumber = new TreeMap<>();
        for (Finding finding : findings) {
            byNumber.computeIfAbsent(finding.cluster(), number -> new ArrayList<>()).add(finding);
        }
        List<Cluster> clusters = new ArrayList<>();
        byNumber.forEach((number, members) -> clusters.add(new Cluster(number, members)));
        return clusters;
    }

    /** All items, those that were kept included. */
    Set<Finding.Place> places() {
        Set<Finding.Place> places = new LinkedHashSet<>();
        for (Finding finding : findings) {
            places.add(finding.keptPlace());
            places.add(finding.place());
        }
        return places;
    }

    boolean hasDifferentAnswer() {
        for (Finding finding : findings) {
            if (finding.why().contains(Finding.DIFFERENT_ANSWER)) {
                return true;
            }
        }
        return false;
    }

    private double greatestShare() {
        double greatest = 0;
        for (Finding finding : findings) {
            greatest = Math.max(greatest, finding.share());
        }
        return greatest;
    }
}
