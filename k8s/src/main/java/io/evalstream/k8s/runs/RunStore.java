package io.evalstream.k8s.runs;

import io.evalstream.k8s.api.EvalRun;

import java.util.List;
import java.util.Optional;

/** Where runs are kept: what is wanted of them by others, their status by the controller. */
public interface RunStore {

    /** A run as it is now. */
    Optional<EvalRun> get(String namespace, String name);

    /** Every run there is. */
    List<EvalRun> all(String namespace);

    /** The runs with a label of that value. */
    List<EvalRun> labelled(String namespace, String label, String value);

    /**
     * Keeps a new run.
     *
     * @return false when there is one of that name
     */
    boolean create(EvalRun run);

    /** Keeps the status of a run; fails when the run has changed since it was read. */
    void writeStatus(EvalRun run);
}
