package io.evalstream.bench.streaming;

import io.evalstream.embedded.EmbeddedFlink;

import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

import java.nio.file.Path;

/** A Flink job on a cluster in this process. */
final class FlinkPipeline implements Pipeline {
    private final EmbeddedFlink flink;
    private final JobID job;

    private FlinkPipeline(EmbeddedFlink flink, JobID job) {
        this.flink = flink;
        this.job = job;
    }

    /** Submits what the environment holds, and returns when all its tasks run. */
    static FlinkPipeline start(StreamExecutionEnvironment environment, Path directory) {
        EmbeddedFlink flink =
                EmbeddedFlink.start(directory.resolve("flink"), 0, Pipeline.PARALLELISM);
        Configuration once = new Configuration();
        once.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        environment.configure(once);
        StreamGraph graph = environment.getStreamGraph();
        JobID job = flink.submit(graph.getJobGraph());
        flink.awaitRunning(job);
        return new FlinkPipeline(flink, job);
    }

    @Override
    public void requireHealthy() {
        JobStatus status = flink.status(job);
        if (status == JobStatus.RUNNING || status == JobStatus.FINISHED) {
            return;
        }
        // Nobody restarts here: it is about to end, and to say why.
        throw new IllegalStateException(
                "the job is " + status,
                flink.result(job).join().getSerializedThrowable().orElse(null));
    }

    @Override
    public void close() throws Exception {
        flink.close();
    }
}
