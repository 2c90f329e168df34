package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;

/** Looks at what there is for a run besides its shards. */
public interface RunObjects {

    /** What there is now. */
    State of(EvalRun run);

    /**
     * What there is, at one moment.
     *
     * @param dataset of the job that prepares the data
     * @param datasetWhy it failed
     * @param hasServer whether the server was begun, ready or not
     * @param serversReady pods of it that answer
     * @param gpus held for the run
     */
    record State(
            Progress dataset,
            String datasetWhy,
            boolean hasServer,
            int serversReady,
            Progress warmUp,
            Progress report,
            int gpus) {}
}
