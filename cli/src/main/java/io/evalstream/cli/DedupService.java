package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.cli.dedup.DedupDirectory;
import io.evalstream.cli.dedup.DedupRequest;
import io.evalstream.cli.dedup.DuplicateFileSink;
import io.evalstream.cli.dedup.DuplicateSearch;
import io.evalstream.cli.dedup.JobText;
import io.evalstream.datasets.BadDatasetException;
import io.evalstream.embedded.EmbeddedFlink;
import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.jobs.dedup.DedupCount;
import io.evalstream.jobs.dedup.DedupSettings;
import io.evalstream.jobs.dedup.DedupTopology;

import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The de-duplication job on a Flink cluster in this process, which ends with it. */
final class DedupService implements DuplicateSearch {

    private static final long SECONDS_BETWEEN_LOOKS = 2;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** One for all questions: each would keep a thread and a connection of its own. */
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int slots;
    private final Consumer<String> progress;

    /**
     * @param slots how many subtasks each step has; the result does not depend on it
     * @param progress hears in plain lines how far the job is
     */
    DedupService(int slots, Consumer<String> progress) {
        this.slots = slots;
        this.progress = progress;
    }

    /**
     * @throws ServiceUnavailableException when the cluster or the job gives up
     */
    @Override
    public Map<String, Long> run(DedupRequest request, DedupDirectory directory) throws Exception {
        try (ScratchDirectory scratch = ScratchDirectory.create("evalstream-dedup");
                EmbeddedFlink flink = EmbeddedFlink.start(scratch.path(), 0, slots)) {
            JobID job = flink.submit(graph(request, directory.removed()));
            JobResult result = await(flink, job);
            if (!result.isSuccess()) {
                throw fault(result);
            }
            return JobText.counters(DedupCount.of(accumulators(result)));
        }
    }

    private JobGraph graph(DedupRequest request, Path removed) throws IOException {
        Configuration options = new Configuration();
        // What fails here fails again: there is no other machine.
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(DedupSettings.of(options));
        new DedupTopology(request.plan(), slots)
                .build(environment)
                .duplicates()
                .sinkTo(new DuplicateFileSink(removed.toString()))
                .uid("removed")
                .setParallelism(1);
        StreamGraph stream = environment.getStreamGraph();
        stream.setJobName("evalstream-dedup");
        return stream.getJobGraph();
    }

    private JobResult await(EmbeddedFlink flink, JobID job) throws InterruptedException {
        URI counts = flink.webUi().resolve("/jobs/" + job + "/accumulators");
        CompletableFuture<JobResult> result = flink.result(job);
        String said = "";
        while (true) {
            try {
                return result.get(SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                String now = progress(counts);
                if (!now.isEmpty() && !now.equals(said)) {
                    progress.accept(now);
                    said = now;
                }
            } catch (ExecutionException e) {
                throw new ServiceUnavailableException(
                        "Flink: the cluster went away; see the log", e.getCause());
            }
        }
    }

    /** How far it is; empty where nobody can say, which is no reason to stop. */
    private static String progress(URI counts) throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    CLIENT.send(
                            HttpRequest.newBuilder(counts).build(),
                            HttpResponse.BodyHandlers.ofString());
            Map<String, Object> named = new HashMap<>();
            for (JsonNode count : MAPPER.readTree(answer.body()).path("user-task-accumulators")) {
                named.put(count.path("name").asText(), count.path("value").asLong());
            }
            return JobText.progress(DedupCount.of(named));
        } catch (IOException e) {
            return "";
        }
    }

    private static Map<String, Object> accumulators(JobResult result)
            throws IOException, ClassNotFoundException {
        ClassLoader classes = DedupService.class.getClassLoader();
        Map<String, Object> values = new HashMap<>();
        for (Map.Entry<String, SerializedValue<OptionalFailure<Object>>> each :
                result.getAccumulatorResults().entrySet()) {
            values.put(each.getKey(), each.getValue().deserializeValue(classes).getUnchecked());
        }
        return values;
    }

    /** A dataset that cannot be used is the user's to correct; all else is a fault of the job. */
    private static Exception fault(JobResult result) {
        Throwable cause =
                result.getSerializedThrowable()
                        .map(said -> said.deserializeError(DedupService.class.getClassLoader()))
                        .orElse(null);
        Throwable last = cause;
        for (; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadDatasetException bad) {
                return bad;
            }
            last = cause;
        }
        return new ServiceUnavailableException(
                "Flink: the job ended without a result"
                        + (last == null ? "" : ": " + last.getMessage())
                        + "; see the log",
                last);
    }
}
