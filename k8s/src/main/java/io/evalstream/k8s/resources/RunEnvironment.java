package io.evalstream.k8s.resources;

import java.time.Duration;
import java.util.Map;

/**
 * What all runs of a controller have in common, besides the {@link SharedObjects}.
 *
 * @param images of the pods that are not the candidate, by digest or with a tag that stays
 * @param gpuSecondsPerDay of all runs; Long.MAX_VALUE for no limit
 * @param reportWithin longest time from the end of the shards to their verdict
 * @param retries of one shard
 * @param links addresses by name; in them {run} is the name of the run and {run_id} the id of the
 *     stage that its verdict is of
 */
public record RunEnvironment(
        Images images,
        Services services,
        long gpuSecondsPerDay,
        Duration reportWithin,
        int retries,
        Map<String, String> links) {

    public RunEnvironment {
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
     * Where pods find what they need.
     *
     * @param kafkaBootstrap brokers, host:port[,host:port]
     * @param datasets where the data sets are: {@code s3://BUCKET} or a path in one
     * @param s3Endpoint of the S3 or MinIO that has them, http://host:port
     * @param clickhouseUrl HTTP address of ClickHouse
     * @param clickhouseUser who pods are there
     */
    public record Services(
            String kafkaBootstrap,
            String datasets,
            String s3Endpoint,
            String clickhouseUrl,
            String clickhouseUser) {

        /** Where the data sets of a run are once they are prepared. */
        public String prepared(String run) {
            return datasets + "/prepared/" + run;
        }
    }
}
