package io.evalstream.jobs.snapshot;

import io.evalstream.datasets.version.VersionManifest;
import io.evalstream.udfs.anonymize.NameList;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Entry point of the snapshot job: {@code --kafka.bootstrap H:P --snapshot.date D …}. */
public final class SnapshotJob {

    private SnapshotJob() {}

    public static void main(String[] arguments) throws Exception {
        create(ParameterTool.fromArgs(arguments).getConfiguration()).execute("evalstream-snapshot");
    }

    /**
     * Returns an environment that holds the whole job.
     *
     * @param options see {@link SnapshotOptions}
     * @throws IllegalArgumentException when one of them makes no sense, with its name
     * @throws IOException when the file of names cannot be read, or files in a bucket not listed
     */
    public static StreamExecutionEnvironment create(Configuration options) throws IOException {
        SnapshotPlan plan = SnapshotOptions.plan(options);
        List<String> people = names(options.get(SnapshotOptions.NAMES));
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(flink(options));
        SnapshotConnectors connectors = new SnapshotConnectors(options, plan);
        new SnapshotTopology(plan, people)
                .build(connectors.queries(environment), connectors.sink());
        return environment;
    }

    private static List<String> names(String file) throws SnapshotException {
        try {
            return file.isBlank() ? List.of() : NameList.read(Path.of(file));
        } catch (IOException e) {
            throw new SnapshotException(e.getMessage(), e);
        }
    }

    /**
     * The manifest of the version that the options name, when there is one.
     *
     * @throws IOException when the place cannot be read
     */
    public static Optional<byte[]> manifest(Configuration options) throws IOException {
        String folder = SnapshotOptions.plan(options).folder();
        try (DatasetFolder datasets = SnapshotConnectors.folders(options).open()) {
            return datasets.read(folder + "/" + VersionManifest.NAME);
        }
    }

    private static Configuration flink(Configuration options) {
        Configuration flink = new Configuration();
        flink.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.addAll(options);
        return flink;
    }
}
