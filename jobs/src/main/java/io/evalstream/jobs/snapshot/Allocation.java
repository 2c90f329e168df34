package io.evalstream.jobs.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many items of a sample each stratum gives: in proportion to its size by the method of largest
 * remainders (Hamilton), and at least one.
 *
 * <p>The ones that are too few come from strata that have most above their exact share. With more
 * strata than items, the largest give one each. Ties go by name, so that the order in which strata
 * are met is of no matter.
 */
final class Allocation {

    private Allocation() {}

    /** A stratum while items are given out. */
    private static final class Share {
        private final String name;
        private final long queries;
        private final long remainder;
        private long items;

        Share(String name, long queries, long size, long all) {
            this.name = name;
            this.queries = queries;
            items = Math.multiplyExact(size, queries) / all;
            remainder = size * queries % all;
        }
    }

    /**
     * @param queries the size of each stratum, positive, together below 2^40
     * @param size how many items are wanted, at most 2^20
     * @return how many each gives, in the order of the names; together the lower of {@code size}
     *     and of all queries
     */
    static Map<String, Integer> of(Map<String, Long> queries, int size) {
        long all = 0;
        for (long of : queries.values()) {
            all += of;
        }
        long wanted = Math.min(size, all);
        List<Share> shares = new ArrayList<>();
        for (Map.Entry<String, Long> stratum : queries.entrySet()) {
            shares.add(new Share(stratum.getKey(), stratum.getValue(), wanted, all));
        }
        if (shares.size() > wanted) {
            onePerLargest(shares, wanted);
        } else {
            giveRemainders(shares, wanted);
            raiseToOne(shares, wanted, all);
        }
        Map<String, Integer> items = new TreeMap<>();
        for (Share share : shares) {
            items.put(share.name, (int) share.items);
        }
        return items;
    }

    private static void onePerLargest(List<Share> shares, long wanted) {
        shares.sort(
                Comparator.comparingLong((Share share) -> -share.queries)
                        .thenComparing(share -> share.name));
        for (int i = 0; i < shares.size(); i++) {
            shares.get(i).items = i < wanted ? 1 : 0;
        }
    }

    private static void giveRemainders(List<Share> shares, long wanted) {
        long given = 0;
        for (Share share : shares) {
            given += share.items;
        }
        shares.sort(
                Comparator.comparingLong((Share share) -> -share.remainder)
                        .thenComparing(share -> share.name));
        for (int i = 0; given < wanted; i++, given++) {
            shares.get(i).items++;
        }
    }

    private static void raiseToOne(List<Share> shares, long wanted, long all) {
        for (Share poor : shares) {
            if (poor.items == 0) {
                richest(shares, wanted, all).items--;
                poor.items = 1;
            }
        }
    }

    /** The one with most items above its exact share that has more than one. */
    private static Share richest(List<Share> shares, long wanted, long all) {
        Share richest = null;
        long most = 0;
        for (Share share : shares) {
            long above = share.items * all - wanted * share.queries;
            boolean isMore =
                    richest == null
                            || above > most
                            || above == most && share.name.compareTo(richest.name) < 0;
            if (share.items > 1 && isMore) {
                richest = share;
                most = above;
            }
        }
        return richest;
    }
}
