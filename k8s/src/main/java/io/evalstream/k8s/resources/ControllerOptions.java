package io.evalstream.k8s.resources;

import java.time.Duration;
import java.util.Map;

/**
 * What holds for all runs of a controller.
 *
 * @param images of the pods that are not the candidate, by digest or with a tag that stays
 * @param claims volumes that pods share
 * @param serviceAccount of runners and servers; has no rights in the cluster
 * @param flinkServiceAccount of the Flink job
 * @param priorityClass of pods that hold a GPU
 * @param runnerSecret Secret whose keys become variables of runners, such as HF_TOKEN
 * @param kafkaBootstrap brokers, host:port[,host:port]
 * @param datasets prefix of the data sets, such as s3://llm-eval-ds
 * @param gpuSecondsPerDay of all runs; Long.MAX_VALUE for no limit
 * @param reportWithin longest time from the end of the shards to their verdict
 * @param retries of one shard
 * @param links addresses by name, with {run_id} in them
 */
public record ControllerOptions(
        Images images,
        Claims claims,
        String serviceAccount,
        String flinkServiceAccount,
        String priorityClass,
        String runnerSecret,
        String kafkaBootstrap,
        String datasets,
        long gpuSecondsPerDay,
        Duration reportWithin,
        int retries,
        Map<String, String> links) {

    public ControllerOptions {
        links = Map.copyOf(links);
    }

    /**
     * References of images.
     *
     * @param runner evaluates, and warms the server up
     * @param report writes the report of a run; has the command
     * @param flink has the jobs
     */
    public record Images(String runner, String report, String flink) {

        public Images {
            check("runner", runner);
            check("report", report);
            check("flink", flink);
        }

        private static void check(String name, String reference) {
            String last = reference.substring(reference.lastIndexOf('/') + 1);
            if (!last.contains(":") || last.endsWith(":latest")) {
                throw new IllegalArgumentException(
                        "image of the "
                                + name
                                + ": "
                                + reference
                                + " says not which one; give a digest or a tag that stays");
            }
        }
    }

    /**
     * Names of PersistentVolumeClaims.
     *
     * @param weights models and data sets of Hugging Face
     * @param raw logs of the tools
     */
    public record Claims(String weights, String raw) {}
}
