package io.evalstream.k8s.plan;

import java.util.List;

/**
 * The shards of one stage.
 *
 * @param isLast whether its verdict is that of the run
 * @param groups the one that takes longest first
 */
public record StagePlan(String name, boolean isLast, List<RunnerGroup> groups) {

    public StagePlan {
        groups = List.copyOf(groups);
    }

    /** Number of shards of all groups. */
    public int shards() {
        int shards = 0;
        for (RunnerGroup group : groups) {
            shards += group.shards();
        }
        return shards;
    }

    /**
     * The id under which the stage is told of in events. Stages before the last are runs of their
     * own there, so that each gets a verdict by itself.
     */
    public String runId(String run) {
        return isLast ? run : run + "." + name;
    }

    /** The model under which baselines of the stage are kept: samples of a part are not of all. */
    public String model(String model) {
        return isLast ? model : model + "@" + name;
    }
}
