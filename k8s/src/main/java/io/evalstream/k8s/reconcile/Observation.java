package io.evalstream.k8s.reconcile;

import java.util.Map;

/**
 * What is seen of a run in the cluster and in the topics, at one moment.
 *
 * @param dataset of the job that prepares the data
 * @param datasetWhy it failed
 * @param hasServer whether the Deployment of the server is there
 * @param serversReady pods of it
 * @param groups what the launcher says
 * @param gpus held by pods of the run
 * @param hasLeftovers whether something is there that a finished run has not
 * @param gpuSecondsOfOthers today, of all other runs
 */
record Observation(
        Progress dataset,
        String datasetWhy,
        boolean hasServer,
        int serversReady,
        Progress warmUp,
        Progress report,
        Map<String, RunnerLauncher.GroupState> groups,
        int gpus,
        boolean hasLeftovers,
        long gpuSecondsOfOthers,
        RunEvents events) {}
