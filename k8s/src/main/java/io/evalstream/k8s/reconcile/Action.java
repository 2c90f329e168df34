package io.evalstream.k8s.reconcile;

import io.evalstream.contract.RunEvent;
import io.evalstream.k8s.plan.RunnerGroup;
import io.evalstream.k8s.plan.StagePlan;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** One thing to do for a run; each may be done again without harm. */
sealed interface Action {

    /** Makes an object what it should be. */
    record Apply(HasMetadata object) implements Action {}

    /** Deletes an object. */
    record Delete(HasMetadata object) implements Action {}

    /** Makes a group of shards what it should be. */
    record Launch(StagePlan stage, RunnerGroup group, int atOnce, boolean suspended)
            implements Action {}

    /** Ends all shards that go on. */
    record EndShards() implements Action {}

    /** Tells the topics. */
    record Announce(RunEvent event) implements Action {}

    /** Tells people. */
    record Tell(Notifier.Notice notice) implements Action {}
}
