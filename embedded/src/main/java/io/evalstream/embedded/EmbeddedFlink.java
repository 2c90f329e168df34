package io.evalstream.embedded;

import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A Flink cluster in this process, with its REST endpoint and web page. */
public final class EmbeddedFlink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final long START_POLL_MILLIS = 20;
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);

    /** For sorting and joining in batch mode; taken as it is needed. */
    private static final MemorySize MANAGED_MEMORY_OF_A_SLOT = MemorySize.ofMebiBytes(32);

    private final MiniCluster cluster;
    private final URI webUi;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedFlink(MiniCluster cluster, URI webUi) {
        this.cluster = cluster;
        this.webUi = webUi;
    }

    /**
     * Starts one JobManager and one TaskManager.
     *
     * @param directory for logs shown in the web page and temporary files
     * @param port port of the REST endpoint, or 0 for a free one
     * @param slots how many parallel subtasks of one operator fit
     * @throws ServiceUnavailableException when the port is taken or the cluster does not start
     */
    public static EmbeddedFlink start(Path directory, int port, int slots) {
        LoopbackPort.requireFree("Flink", port);
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_PORT, Integer.toString(port));
        configuration.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
        configuration.set(TaskManagerOptions.BIND_HOST, "127.0.0.1");
        configuration.set(WebOptions.TMP_DIR, directory.resolve("web").toString());
        configuration.set(
                TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY_OF_A_SLOT.multiply(slots));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        // Nothing leaves this machine, and what is compressed is read at once.
        configuration.set(
                NettyShuffleEnvironmentOptions.SHUFFLE_COMPRESSION_CODEC,
                NettyShuffleEnvironmentOptions.CompressionCodec.NONE);
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(slots)
                                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                                .withRandomPorts()
                                .build());
        try {
            cluster.start();
            // Otherwise the web page would first show a cluster without a worker.
            awaitTrue(() -> cluster.getResourceOverview().get().getNumberTaskManagers() == 1);
            return new EmbeddedFlink(cluster, cluster.getRestAddress().get());
        } catch (InterruptedException e) {
            cluster.closeAsync();
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableException("Flink: interrupted while starting", e);
        } catch (Exception e) {
            cluster.closeAsync();
            throw new ServiceUnavailableException(
                    "Flink: the cluster did not start: " + e.getMessage(), e);
        }
    }

    /** Address of the REST endpoint and the web page. */
    public URI webUi() {
        return webUi;
    }

    /**
     * Submits a job and returns when the cluster has accepted it.
     *
     * @throws ServiceUnavailableException when the cluster refuses it
     */
    public JobID submit(JobGraph graph) {
        try {
            cluster.submitJob(graph).get();
            return graph.getJobID();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableException("Flink: interrupted while submitting", e);
        } catch (ExecutionException e) {
            throw new ServiceUnavailableException(
                    "Flink: the job was not accepted: " + e.getCause().getMessage(), e);
        }
    }

    /**
     * Returns when all tasks of a job run, or when it has ended before that.
     *
     * @throws ServiceUnavailableException when neither happens within two minutes
     */
    public void awaitRunning(JobID job) {
        try {
            awaitTrue(() -> areAllTasksRunning(job));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableException("Flink: interrupted while a job starts", e);
        } catch (TimeoutException e) {
            throw new ServiceUnavailableException("Flink: job " + job + " did not start in time");
        } catch (ExecutionException e) {
            throw new ServiceUnavailableException("Flink: no tasks of job " + job, e);
        }
    }

    private interface Condition {
        boolean holds() throws InterruptedException, ExecutionException;
    }

    private static void awaitTrue(Condition condition)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("not within " + START_TIMEOUT.toSeconds() + " seconds");
            }
            TimeUnit.MILLISECONDS.sleep(START_POLL_MILLIS);
        }
    }

    private boolean areAllTasksRunning(JobID job) throws InterruptedException, ExecutionException {
        JobStatus status = status(job);
        if (status != JobStatus.RUNNING) {
            return status.isGloballyTerminalState();
        }
        AccessExecutionGraph graph = cluster.getExecutionGraph(job).get();
        for (AccessExecutionVertex task : graph.getAllExecutionVertices()) {
            ExecutionState state = task.getExecutionState();
            if (state != ExecutionState.RUNNING && state != ExecutionState.FINISHED) {
                return false;
            }
        }
        return true;
    }

    /** The current state of a submitted job. */
    public JobStatus status(JobID job) {
        try {
            return cluster.getJobStatus(job).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableException("Flink: interrupted", e);
        } catch (ExecutionException e) {
            throw new ServiceUnavailableException("Flink: no status of job " + job, e);
        }
    }

    /** Completes when the job has reached a final state, whatever it is. */
    public CompletableFuture<JobResult> result(JobID job) {
        return cluster.requestJobResult(job);
    }

    /**
     * Stops a job with a savepoint, so that a later submission may go on from it. A job that is
     * just recovering from a fault cannot be stopped so; then it is asked again once it runs.
     *
     * @return where the savepoint was written
     * @throws ServiceUnavailableException when the job does not stop within a minute, or has ended
     */
    public String stopWithSavepoint(JobID job, Path directory) {
        long end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        while (true) {
            try {
                return cluster.stopWithSavepoint(
                                job,
                                directory.toUri().toString(),
                                false,
                                SavepointFormatType.CANONICAL)
                        .get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServiceUnavailableException("Flink: interrupted while stopping a job", e);
            } catch (TimeoutException e) {
                throw new ServiceUnavailableException(
                        "Flink: job " + job + " did not stop with a savepoint in time", e);
            } catch (ExecutionException e) {
                LOG.warn("job {} did not stop with a savepoint", job, e);
                if (status(job).isGloballyTerminalState() || System.nanoTime() > end) {
                    throw new ServiceUnavailableException(
                            "Flink: job " + job + " did not stop with a savepoint", e);
                }
                awaitRunning(job);
            }
        }
    }

    @Override
    public void close() throws Exception {
        if (closed.compareAndSet(false, true)) {
            cluster.close();
        }
    }
}
