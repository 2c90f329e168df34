package io.evalstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

@Timeout(240)
class EmbeddedFlinkITCase {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir private Path directory;

    @Test
    void theWebPageAnswersAndTellsOfTheCluster() throws Exception {
        URI address;
        try (EmbeddedFlink flink = EmbeddedFlink.start(directory, 0, 3)) {
            address = flink.webUi();
            JsonNode overview = new ObjectMapper().readTree(get(address, "/overview"));
            assertThat(overview.path("taskmanagers").asInt()).isEqualTo(1);
            assertThat(overview.path("slots-total").asInt()).isEqualTo(3);
            assertThat(overview.path("flink-version").asText()).startsWith("2.");
            assertThat(get(address, "/")).contains("<title>Apache Flink Web Dashboard</title>");
        }
        assertThatThrownBy(() -> get(address, "/overview")).isInstanceOf(IOException.class);
    }

    @Test
    void aJobRunsToItsEnd() throws Exception {
        try (EmbeddedFlink flink = EmbeddedFlink.start(directory, 0, 1)) {
            StreamExecutionEnvironment job = StreamExecutionEnvironment.getExecutionEnvironment();
            job.fromSequence(1, 100).print();
            JobID id = flink.submit(job.getStreamGraph().getJobGraph());
            assertThat(flink.result(id).get().isSuccess()).isTrue();
            assertThat(flink.status(id)).isEqualTo(JobStatus.FINISHED);
        }
    }

    @Test
    void aStartIsAwaitedUntilEveryTaskRunsOrTheJobHasEnded() throws Exception {
        try (EmbeddedFlink flink = EmbeddedFlink.start(directory, 0, 2)) {
            StreamExecutionEnvironment endless =
                    StreamExecutionEnvironment.getExecutionEnvironment();
            endless.setParallelism(1);
            endless.fromSequence(1, Long.MAX_VALUE).sinkTo(new DiscardingSink<>());
            JobID id = flink.submit(endless.getStreamGraph().getJobGraph());
            flink.awaitRunning(id);
            JsonNode job = new ObjectMapper().readTree(get(flink.webUi(), "/jobs/" + id));
            assertThat(job.path("state").asText()).isEqualTo("RUNNING");
            assertThat(job.path("vertices"))
                    .isNotEmpty()
                    .allMatch(vertex -> vertex.path("status").asText().equals("RUNNING"));

            StreamExecutionEnvironment broken =
                    StreamExecutionEnvironment.getExecutionEnvironment();
            broken.setParallelism(1);
            broken.fromSequence(1, 2).map(n -> n / (n - 1)).sinkTo(new DiscardingSink<>());
            JobID ends = flink.submit(broken.getStreamGraph().getJobGraph());
            assertThat(flink.result(ends).get().isSuccess()).isFalse();
            flink.awaitRunning(ends);
            assertThat(flink.status(ends)).isEqualTo(JobStatus.FAILED);
        }
    }

    @Test
    void aPortThatIsTakenIsSaidInOneLine() throws Exception {
        try (EmbeddedFlink flink = EmbeddedFlink.start(directory.resolve("a"), 0, 1)) {
            int port = flink.webUi().getPort();
            assertThatThrownBy(() -> EmbeddedFlink.start(directory.resolve("b"), port, 1))
                    .isInstanceOf(ServiceUnavailableException.class)
                    .hasMessageStartingWith("Flink: port " + port + " is taken")
                    .hasMessageNotContaining("\n");
        }
    }

    private static String get(URI address, String path) throws Exception {
        HttpResponse<String> answer =
                HTTP.send(
                        HttpRequest.newBuilder(address.resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
