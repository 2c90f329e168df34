package io.evalstream.k8s.reconcile;

/** What the topics say of runs. */
public interface RunEvents {

    /** What is known of a run; {@link RunNews#NONE} when nothing is. */
    RunNews of(String runId);

    /** Whether everything was read that there was at the start; before, absence means nothing. */
    boolean isCaughtUp();
}
