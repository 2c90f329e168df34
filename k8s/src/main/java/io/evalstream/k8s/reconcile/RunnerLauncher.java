package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.plan.RunnerGroup;
import io.evalstream.k8s.plan.StagePlan;

import java.util.List;
import java.util.Map;

/** Runs shards: as Jobs in a cluster, or as processes of one machine. */
public interface RunnerLauncher {

    /** The groups that were launched, by {@link #key}. */
    Map<String, GroupState> observe(EvalRun run);

    /** Launches a group, or changes how many of its shards go on at once; any number of times. */
    void launch(EvalRun run, StagePlan stage, RunnerGroup group, int atOnce, boolean suspended);

    /** Begins to end every shard that still goes on. */
    void end(EvalRun run);

    /** What a group is known by among all groups of a run. */
    static String key(String stage, String group) {
        return stage + "/" + group;
    }

    /** How a group stands in the queue that it was put into. */
    enum Queueing {
        /** It is in no queue. */
        NONE,
        /** Its turn has not come, or it had to make room. */
        WAITING,
        ADMITTED,
        /** The controller has it wait. */
        HALTED,
        /** Somebody else, such as the queue itself, has taken it out of the queue. */
        DEACTIVATED
    }

    /**
     * How far a group is.
     *
     * @param atOnce shards that may go on at once
     * @param succeeded number of shards
     * @param failed their indexes within the group
     * @param isFinished whether no shard goes on or will
     * @param why it finished, or was deactivated, where that was no success
     */
    record GroupState(
            int atOnce,
            boolean isSuspended,
            int succeeded,
            List<Integer> failed,
            boolean isFinished,
            String why,
            Queueing queueing) {

        public GroupState {
            failed = List.copyOf(failed);
        }

        /** A group that is in no queue. */
        public GroupState(
                int atOnce,
                boolean isSuspended,
                int succeeded,
                List<Integer> failed,
                boolean isFinished,
                String why) {
            this(atOnce, isSuspended, succeeded, failed, isFinished, why, Queueing.NONE);
        }

        /** Number of shards that have not ended. */
        int left(int shards) {
            return isFinished ? 0 : Math.max(0, shards - succeeded - failed.size());
        }
    }
}
