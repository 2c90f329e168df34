package io.evalstream.cli;

import io.evalstream.embedded.EmbeddedFlink;
import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.jobs.snapshot.SnapshotException;
import io.evalstream.jobs.snapshot.SnapshotJob;

import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.graph.StreamGraph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** Runs the snapshot job on a Flink of this process. */
final class SnapshotService {

    private SnapshotService() {}

    /**
     * @param directory for what Flink writes while it works
     * @return the manifest of the version
     * @throws SnapshotException when there is no snapshot, with what to do
     * @throws ServiceUnavailableException when a service is not there
     */
    static byte[] run(Configuration options, Path directory) throws Exception {
        int slots = Math.max(1, Runtime.getRuntime().availableProcessors());
        Configuration all = new Configuration(options);
        all.set(CoreOptions.DEFAULT_PARALLELISM, slots);
        StreamGraph graph = graph(all);
        try (EmbeddedFlink flink = EmbeddedFlink.start(directory.resolve("flink"), 0, slots)) {
            JobID job = flink.submit(graph.getJobGraph());
            requireSuccess(result(flink, job));
        }
        return SnapshotJob.manifest(options).orElseThrow();
    }

    private static StreamGraph graph(Configuration options) throws IOException {
        try {
            StreamGraph graph = SnapshotJob.create(options).getStreamGraph();
            graph.setJobName("evalstream-snapshot");
            return graph;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        } catch (SnapshotException e) {
            throw e;
        } catch (IOException e) {
            throw new ServiceUnavailableException(e.getMessage(), e);
        }
    }

    private static JobResult result(EmbeddedFlink flink, JobID job) throws InterruptedException {
        try {
            return flink.result(job).get();
        } catch (ExecutionException e) {
            throw new ServiceUnavailableException("Flink: no result of the snapshot job", e);
        }
    }

    private static void requireSuccess(JobResult result) throws SnapshotException {
        if (result.getSerializedThrowable().isEmpty()) {
            return;
        }
        Throwable fault =
                result.getSerializedThrowable()
                        .get()
                        .deserializeError(SnapshotService.class.getClassLoader());
        while (fault.getCause() != null && !(fault instanceof SnapshotException)) {
            fault = fault.getCause();
        }
        if (fault instanceof SnapshotException refusal) {
            throw refusal;
        }
        throw new ServiceUnavailableException("the snapshot job failed: " + fault.getMessage());
    }
}
