package io.evalstream.jobs.quality;

import io.evalstream.jobs.config.MetricCatalogueFile;
import io.evalstream.jobs.config.OptionFolder;
import io.evalstream.udfs.verdict.MetricCatalogue;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Entry point of the quality job: {@code --kafka.bootstrap H:P --clickhouse.url URL …}, or {@code
 * --options.folder DIR} with a file for each option; an argument counts more than a file.
 */
public final class QualityJob {

    /**
     * While ClickHouse is away, the checkpoint after the one that waits to be inserted cannot be
     * completed. That is no reason to start the job anew: it has to wait so long in either case.
     */
    private static final Duration CHECKPOINT_TIMEOUT = Duration.ofHours(1);

    /** With the timeout a day; a checkpoint directory that cannot be written still ends the job. */
    private static final int TOLERABLE_FAILED_CHECKPOINTS = 24;

    private static final String OPTIONS_FOLDER = "options.folder";

    private QualityJob() {}

    public static void main(String[] arguments) throws Exception {
        create(options(arguments)).execute("evalstream-quality");
    }

    /** What the arguments say, over what is in the folder that they name. */
    static Configuration options(String[] arguments) throws IOException {
        Configuration given = ParameterTool.fromArgs(arguments).getConfiguration();
        String folder = given.getString(OPTIONS_FOLDER, "");
        given.removeKey(OPTIONS_FOLDER);
        if (folder.isEmpty()) {
            return given;
        }
        Configuration options = OptionFolder.read(Path.of(folder));
        options.addAll(given);
        return options;
    }

    /**
     * Returns an environment that holds the whole job.
     *
     * @param options see {@link QualityOptions}
     * @throws IOException when the catalogue of metrics or the policies of models cannot be read
     */
    public static StreamExecutionEnvironment create(Configuration options) throws IOException {
        MetricCatalogue catalogue =
                MetricCatalogueFile.read(Path.of(options.get(QualityOptions.METRICS_FILE)));
        ModelPolicies policies = ModelPolicyFile.read(options);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(flink(options));
        QualityConnectors connectors = new QualityConnectors(options);
        new QualityTopology(options, catalogue, policies)
                .build(environment, connectors.samples(), connectors.runs(), connectors.sinks());
        return environment;
    }

    private static Configuration flink(Configuration options) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                options.get(QualityOptions.CHECKPOINT_INTERVAL));
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, CHECKPOINT_TIMEOUT);
        flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, TOLERABLE_FAILED_CHECKPOINTS);
        options.getOptional(QualityOptions.CHECKPOINT_DIRECTORY)
                .ifPresent(
                        directory ->
                                flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory));
        flink.addAll(options);
        return flink;
    }
}
