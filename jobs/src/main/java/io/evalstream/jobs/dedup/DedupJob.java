package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.DedupPlan;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.io.IOException;

/** Entry point of the de-duplication job: {@code --dedup.suites NAME=PATH;… --dedup.… …}. */
public final class DedupJob {

    private DedupJob() {}

    public static void main(String[] arguments) throws Exception {
        create(DedupArguments.read(arguments)).execute("evalstream-dedup");
    }

    /**
     * Returns an environment that holds the whole job.
     *
     * @param options see {@link DedupOptions}
     * @throws IllegalArgumentException when an option makes no sense
     * @throws IOException when a suite cannot be read
     */
    public static StreamExecutionEnvironment create(Configuration options) throws IOException {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(DedupSettings.of(options));
        DedupPlan plan = DedupPlans.of(options);
        int partitions = environment.getParallelism();
        new DedupConnectors(options, plan)
                .connect(new DedupTopology(plan, partitions).build(environment), partitions);
        return environment;
    }
}
