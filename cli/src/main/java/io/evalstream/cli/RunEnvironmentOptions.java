package io.evalstream.cli;

import io.evalstream.jobs.kafka.Topics;
import io.evalstream.k8s.reconcile.KafkaRunTopics;
import io.evalstream.k8s.reconcile.RunTopics;
import io.evalstream.k8s.reconcile.TeamsNotifier;
import io.evalstream.k8s.resources.RunEnvironment;
import io.evalstream.k8s.resources.RunEnvironment.Images;
import io.evalstream.k8s.resources.RunEnvironment.Services;
import io.evalstream.k8s.resources.SharedObjects;
import io.evalstream.readers.BadInputException;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the controller is told about the pods of all runs; the Deployment says it by variables. */
final class RunEnvironmentOptions {

    private static final String S3 = "s3://";

    @Option(
            names = "--runner-image",
            paramLabel = "IMAGE",
            defaultValue = "${env:EVALSTREAM_RUNNER_IMAGE}",
            description = "Of runners, by digest. Default: EVALSTREAM_RUNNER_IMAGE.")
    private String runnerImage;

    @Option(
            names = "--report-image",
            paramLabel = "IMAGE",
            defaultValue = "${env:EVALSTREAM_REPORT_IMAGE}",
            description =
                    "Of reports, which has this command; by digest. Default:"
                            + " EVALSTREAM_REPORT_IMAGE.")
    private String reportImage;

    @Option(
            names = "--flink-image",
            paramLabel = "IMAGE",
            defaultValue = "${env:EVALSTREAM_FLINK_IMAGE}",
            description = "Of Flink's jobs, by digest. Default: EVALSTREAM_FLINK_IMAGE.")
    private String flinkImage;

    @Option(
            names = "--kafka-bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:EVALSTREAM_KAFKA_BOOTSTRAP}",
            description = "Kafka brokers. Default: EVALSTREAM_KAFKA_BOOTSTRAP.")
    private String kafkaBootstrap;

    @Option(
            names = "--datasets",
            paramLabel = "S3-PATH",
            defaultValue = "${env:EVALSTREAM_DATASETS}",
            description =
                    "Where the data sets are that runs name, s3://BUCKET. Default:"
                            + " EVALSTREAM_DATASETS.")
    private String datasets;

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            defaultValue = "${env:EVALSTREAM_S3_ENDPOINT}",
            description = "S3 or MinIO that has them. Default: EVALSTREAM_S3_ENDPOINT.")
    private String s3Endpoint;

    @Option(
            names = "--clickhouse-url",
            paramLabel = "URL",
            defaultValue = "${env:EVALSTREAM_CLICKHOUSE_URL}",
            description =
                    "ClickHouse that reports are made of. Default: EVALSTREAM_CLICKHOUSE_URL.")
    private String clickhouseUrl;

    @Option(
            names = "--clickhouse-user",
            paramLabel = "USER",
            defaultValue = "${env:EVALSTREAM_CLICKHOUSE_USER}",
            description = "Who pods are there. Default: EVALSTREAM_CLICKHOUSE_USER.")
    private String clickhouseUser;

    @Option(
            names = "--dashboard-url",
            paramLabel = "URL",
            defaultValue = "${env:EVALSTREAM_DASHBOARD_URL}",
            description =
                    "Dashboard of a run, with {run_id} in it; runs link to it. Default:"
                            + " EVALSTREAM_DASHBOARD_URL.")
    private String dashboardUrl;

    @Option(
            names = "--gpu-seconds-per-day",
            paramLabel = "N",
            defaultValue = "${env:EVALSTREAM_GPU_SECONDS_PER_DAY}",
            description =
                    "What all runs of a day may use before they are suspended. Default:"
                            + " EVALSTREAM_GPU_SECONDS_PER_DAY, else no limit.")
    private Long gpuSecondsPerDay;

    @Option(
            names = "--teams-url-file",
            paramLabel = "FILE",
            description =
                    "File with the address of a Teams workflow that is told of runs that fail or are"
                            + " over their budget. Empty or none: nobody is told.")
    private Path teamsUrlFile;

    @Option(
            names = "--report-within",
            paramLabel = "DURATION",
            description =
                    "Longest time from the end of the shards to their verdict. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Duration reportWithin = Duration.ofMinutes(15);

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "Of one shard. Default: ${DEFAULT-VALUE}.")
    private int retries = 2;

    /**
     * @throws UsageException when something is missing or makes no sense
     */
    RunEnvironment environment() {
        if (!required("--datasets", datasets).startsWith(S3)) {
            throw new UsageException("--datasets: '" + datasets + "' does not begin with " + S3);
        }
        if (retries < 0) {
            throw new UsageException("--retries: " + retries + " is below 0");
        }
        return new RunEnvironment(
                images(),
                new Services(
                        required("--kafka-bootstrap", kafkaBootstrap),
                        datasets.replaceAll("/+$", ""),
                        required("--s3-endpoint", s3Endpoint),
                        required("--clickhouse-url", clickhouseUrl),
                        required("--clickhouse-user", clickhouseUser)),
                gpuSecondsPerDay == null ? Long.MAX_VALUE : gpuSecondsPerDay,
                reportWithin,
                retries,
                links());
    }

    private Images images() {
        try {
            return new Images(
                    required("--runner-image", runnerImage),
                    required("--report-image", reportImage),
                    required("--flink-image", flinkImage));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private Map<String, String> links() {
        Map<String, String> links = new TreeMap<>();
        links.put("report", SharedObjects.RAW_CLAIM + ":/{run}/report.html");
        if (dashboardUrl != null && !dashboardUrl.isBlank()) {
            links.put("dashboard", dashboardUrl);
        }
        return links;
    }

    /** How the topics of runs are reached. */
    RunTopics.Source topics() {
        return KafkaRunTopics.source(
                Map.of("bootstrap.servers", required("--kafka-bootstrap", kafkaBootstrap)),
                Topics.RUNS,
                Topics.VERDICTS);
    }

    /** Who is told. */
    TeamsNotifier notifier() throws IOException, BadInputException {
        if (teamsUrlFile == null) {
            return new TeamsNotifier(Optional.empty());
        }
        if (!Files.isReadable(teamsUrlFile)) {
            throw new BadInputException(teamsUrlFile, 0, "", "cannot be read", "check the path");
        }
        String address = Files.readString(teamsUrlFile).strip();
        try {
            return new TeamsNotifier(
                    address.isEmpty() ? Optional.empty() : Optional.of(URI.create(address)));
        } catch (IllegalArgumentException e) {
            // Not the cause: it shows the address, which is a secret.
            throw new BadInputException(
                    teamsUrlFile, 1, "", "holds no address", "write https://… on one line");
        }
    }

    private static String required(String option, String value) {
        if (value == null || value.isBlank()) {
            String variable =
                    "EVALSTREAM_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
            throw new UsageException(
                    option + ": is missing; give it, or " + variable + " in the environment");
        }
        return value;
    }
}
