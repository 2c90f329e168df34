package io.evalstream.jobs.dedup.engine;

/**
 * What was counted on the way.
 *
 * @param rows items that were read
 * @param exact items whose text an item before them has
 * @param candidates pairs that share a band, each once
 * @param verified pairs of these that were compared; fewer than there are, as those already
 *     connected and those whose sketches differ too much are passed over, and not the same for
 *     every parallelism
 * @param shortCompared pairs of texts too short for a sketch that were compared
 * @param cappedBuckets buckets with more documents than the cap
 * @param pairsLeftOut pairs of fitting length in these that were not made there
 */
public record DedupCounters(
        long rows,
        long exact,
        long candidates,
        long verified,
        long shortCompared,
        long cappedBuckets,
        long pairsLeftOut) {}
