package io.evalstream.k8s.plan;

import io.evalstream.k8s.api.SuiteSpec;

import java.util.Map;

/**
 * The shards of one suite with one combination of the matrix, in one stage.
 *
 * @param key of the group within its stage: the suite's name, with the combination's number where
 *     there are several
 * @param samples of each task; 0 is all
 * @param parameters the combination
 * @param firstShard number of its first shard among all shards of the stage
 */
public record RunnerGroup(
        String stage,
        String key,
        SuiteSpec suite,
        long samples,
        Map<String, String> parameters,
        int firstShard,
        ShardPlan plan) {

    public RunnerGroup {
        parameters = Map.copyOf(parameters);
    }

    /** Number of its shards. */
    public int shards() {
        return plan.size();
    }
}
