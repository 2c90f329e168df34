package io.evalstream.bench.dedup;

import io.evalstream.embedded.EmbeddedFlink;
import io.evalstream.jobs.dedup.DedupSettings;
import io.evalstream.jobs.dedup.DedupTopology;
import io.evalstream.jobs.dedup.engine.DedupPlan;
import io.evalstream.jobs.dedup.engine.Duplicate;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The job on a Flink cluster in this process.
 *
 * <p>The cluster stays from the first run to the last, as the JVM does: a new one loads the classes
 * of its messages anew, which are then compiled once more beside the work that is measured.
 */
final class FlinkEngine implements AutoCloseable {
    private final Path directory;
    private final EmbeddedFlink cluster;
    private final int slots;

    private FlinkEngine(Path directory, EmbeddedFlink cluster, int slots) {
        this.directory = directory;
        this.cluster = cluster;
        this.slots = slots;
    }

    static FlinkEngine start(int slots) throws IOException {
        Path directory = Files.createTempDirectory("evalstream-bench-flink");
        return new FlinkEngine(directory, EmbeddedFlink.start(directory, 0, slots), slots);
    }

    /** All duplicates, by suite and row. */
    List<Duplicate> run(DedupPlan plan) throws Exception {
        Configuration options = new Configuration();
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(DedupSettings.of(options));
        String run = UUID.randomUUID().toString();
        new DedupTopology(plan, slots)
                .build(environment)
                .duplicates()
                .transform("found", Types.VOID, new TakeDuplicates(run))
                .uid("found")
                .setParallelism(1);
        StreamGraph stream = environment.getStreamGraph();
        JobResult result = cluster.result(cluster.submit(stream.getJobGraph())).get();
        // Throws what made it fail.
        result.toJobExecutionResult(FlinkEngine.class.getClassLoader());
        return TakeDuplicates.taken(run);
    }

    @Override
    public void close() throws Exception {
        cluster.close();
        List<Path> left;
        try (Stream<Path> files = Files.walk(directory)) {
            left = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : left) {
            Files.deleteIfExists(file);
        }
    }
}
