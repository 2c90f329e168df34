package io.evalstream.bench.dedup;

import java.util.List;

/**
 * How much is run.
 *
 * @param raced documents of 1 KB that all tools are timed on
 * @param hard originals of the hard corpus
 * @param growth sizes that our growth is measured over, the least first
 * @param rounds of each contestant, at most
 * @param judgesAll whether the other tools are judged on the real corpora, too
 */
record DedupPlan(int raced, int hard, List<Integer> growth, int rounds, boolean judgesAll) {

    /** Some twenty minutes. */
    static final DedupPlan FULL =
            new DedupPlan(10_000, 4_000, List.of(10_000, 100_000, 1_000_000), 3, true);

    /**
     * Some three minutes; nothing is said about a million documents, nor of others on real data.
     */
    static final DedupPlan QUICK = new DedupPlan(2_000, 1_000, List.of(10_000, 100_000), 1, false);
}
