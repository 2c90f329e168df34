package io.evalstream.k8s.plan;

import io.evalstream.k8s.api.EvalRunStatus.Phase;

import java.util.EnumSet;
import java.util.Set;

/** Which phase may come after which. */
public final class Phases {

    private Phases() {}

    /** Whether a run in one phase may be in the other next. */
    public static boolean mayFollow(Phase before, Phase after) {
        return before == after || next(before).contains(after);
    }

    private static Set<Phase> next(Phase phase) {
        return switch (phase) {
            case PENDING, SUSPENDED ->
                    EnumSet.of(
                            Phase.PENDING,
                            Phase.PREPARING,
                            Phase.SERVING,
                            Phase.RUNNING,
                            Phase.JUDGING,
                            Phase.REPORTING,
                            Phase.SUSPENDED,
                            Phase.TEARING_DOWN);
            case PREPARING, SERVING, RUNNING ->
                    EnumSet.of(
                            Phase.PREPARING,
                            Phase.SERVING,
                            Phase.RUNNING,
                            Phase.JUDGING,
                            Phase.SUSPENDED,
                            Phase.TEARING_DOWN);
            case JUDGING ->
                    EnumSet.of(
                            Phase.SERVING,
                            Phase.RUNNING,
                            Phase.REPORTING,
                            Phase.SUSPENDED,
                            Phase.TEARING_DOWN);
            case REPORTING -> EnumSet.of(Phase.TEARING_DOWN);
            case TEARING_DOWN -> EnumSet.of(Phase.SUCCEEDED, Phase.FAILED, Phase.CANCELLED);
            case SUCCEEDED, FAILED, CANCELLED -> EnumSet.noneOf(Phase.class);
        };
    }
}
