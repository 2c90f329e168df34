package io.evalstream.jobs.dedup.engine;

import java.io.Serializable;

/**
 * What counts as a duplicate and what happens to it.
 *
 * @param withContext whether the context of an item is part of its text
 * @param removeDifferentAnswers whether a near duplicate goes although its answer is another one
 * @param bucketCap so many documents of one bucket are all compared with each other; of a larger
 *     bucket each is compared with the first and with its neighbours by length; at least 2
 */
public record DedupParameters(
        SearchMode mode,
        KeepRule keep,
        Threshold threshold,
        boolean withContext,
        boolean removeDifferentAnswers,
        int bucketCap)
        implements Serializable {

    /** Texts below this have too few shingles for a sketch, in code points. */
    public static final int SHORTEST_SKETCHED = 30;

    /** What applies where nothing else is said. */
    public static final DedupParameters DEFAULT =
            new DedupParameters(
                    SearchMode.EVAL, KeepRule.COMPONENTS, Threshold.DEFAULT, false, false, 256);

    /**
     * @throws IllegalArgumentException when a bucket could not hold a pair
     */
    public DedupParameters {
        if (bucketCap < 2) {
            throw new IllegalArgumentException("a bucket has at least 2 documents");
        }
    }

    /** Texts up to this length are compared with the texts too short for a sketch. */
    public int longestShort() {
        return threshold.longestNearTo(SHORTEST_SKETCHED - 1);
    }
}
