package io.evalstream.jobs.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The candidates of all strata, of which only those are kept that may still come into the sample: a
 * stratum gives at most its share of the queries seen so far, rounded up.
 */
final class Sample {

    /** More classes are no classes; and each of them costs memory. */
    static final int MOST_STRATA = 10_000;

    /** Strata are cut when there are so many more than there can be at the end. */
    private static final int SLACK = 2;

    private final int size;
    private final Map<String, Long> queries = new HashMap<>();
    private final Map<String, List<CleanQuery>> kept = new HashMap<>();
    private long all;
    private long held;

    Sample(int size) {
        this.size = size;
    }

    /**
     * Takes a candidate; those of one stratum come in their order.
     *
     * @throws TooManyStrataException when there are more than {@link #MOST_STRATA}
     */
    void add(Candidate candidate) throws TooManyStrataException {
        String stratum = candidate.query().stratum();
        if (queries.putIfAbsent(stratum, candidate.queries()) == null) {
            all += candidate.queries();
            kept.put(stratum, new ArrayList<>());
            if (queries.size() > MOST_STRATA) {
                throw new TooManyStrataException();
            }
        }
        if (candidate.place() < most(stratum)) {
            kept.get(stratum).add(candidate.query());
            held++;
        }
        if (held > (long) SLACK * (size + 2L * queries.size())) {
            cut();
        }
    }

    /** Rounded up, and at least one. */
    private long most(String stratum) {
        return (size * queries.get(stratum) + all - 1) / all;
    }

    private void cut() {
        held = 0;
        for (Map.Entry<String, List<CleanQuery>> stratum : kept.entrySet()) {
            List<CleanQuery> list = stratum.getValue();
            int most = (int) Math.min(list.size(), most(stratum.getKey()));
            list.subList(most, list.size()).clear();
            held += most;
        }
    }

    /** How many queries each stratum has. */
    Map<String, Long> queries() {
        return queries;
    }

    /** How many candidates are in memory. */
    long held() {
        return held;
    }

    /**
     * The sample, in the random order.
     *
     * @param items how many each stratum gives
     */
    List<CleanQuery> choose(Map<String, Integer> items) {
        List<CleanQuery> chosen = new ArrayList<>(size);
        for (Map.Entry<String, Integer> stratum : items.entrySet()) {
            chosen.addAll(kept.get(stratum.getKey()).subList(0, stratum.getValue()));
        }
        chosen.sort(CleanQuery.RANDOM_ORDER);
        return chosen;
    }
}
