package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.embedded.EmbeddedKafka;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.jobs.kafka.Topics;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The page of reports over a topic of verdicts on a real broker. */
class ReportPageITCase {

    private static final int MOST = 3;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir private Path directory;
    private EmbeddedKafka kafka;
    private KafkaProducer<String, String> producer;

    @BeforeEach
    void startBroker() {
        kafka = EmbeddedKafka.start(directory, 0);
        kafka.createTopics(Map.of(Topics.VERDICTS, 1));
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer());
    }

    @AfterEach
    void stopBroker() {
        producer.close();
        kafka.close();
    }

    private void say(String run, String model, String verdict, String state) throws Exception {
        String json =
                "{'run_id':'%s','model':'%s','model_tag':'%s:%s','verdict':'%s','state':'%s'}";
        say(json.formatted(run, model, model, run, verdict, state).replace('\'', '"'));
    }

    private void say(String json) throws Exception {
        producer.send(new ProducerRecord<>(Topics.VERDICTS, json)).get();
    }

    private JudgedRuns runs() {
        return new JudgedRuns(kafka.bootstrapServers(), MOST);
    }

    private static List<String> listed(JudgedRuns runs) throws Exception {
        runs.refresh();
        return runs.newestFirst().stream().map(run -> run.runId() + " " + run.verdict()).toList();
    }

    @Test
    void theNewestRunsAreKeptAndTheirHistoriesAreReadWhereTheyAre() throws Exception {
        try (JudgedRuns runs = runs()) {
            assertThat(listed(runs)).isEmpty();
            say("r1", "a", "NO_BASELINE", "COMPLETE");
            say("r2", "b", "PASS", "COMPLETE");
            say("r3", "a", "BREACH", "RUNNING");
            assertThat(listed(runs)).containsExactly("r2 PASS", "r1 NO_BASELINE");
            assertThat(runs.isCut()).isFalse();

            say("r3", "a", "PASS", "COMPLETE");
            say("r4", "a", "PASS", "COMPLETE");
            say("r3", "a", "BREACH", "COMPLETE");
            assertThat(listed(runs)).containsExactly("r3 BREACH", "r4 PASS", "r2 PASS");
            assertThat(runs.isCut()).isTrue();

            assertThat(runs.history("r3", 9))
                    .extracting(verdict -> verdict.path("run_id").asText())
                    .containsExactly("r4", "r3");
            assertThat(runs.history("r3", 0))
                    .extracting(verdict -> verdict.path("verdict").asText())
                    .containsExactly("BREACH");
            assertThat(runs.history("r4", 9)).hasSize(1);
            assertThat(runs.history("r1", 9)).as("no longer listed").isEmpty();
            say("r5", "b", "PASS", "COMPLETE");
            assertThat(listed(runs)).as("goes on where it was").first().isEqualTo("r5 PASS");
        }
    }

    @Test
    void whatIsLongGoneIsNotRead() throws Exception {
        say("no JSON at all");
        for (int i = 0; i < 30; i++) {
            say("r" + i, "a", "PASS", "COMPLETE");
        }
        try (JudgedRuns runs = runs()) {
            assertThat(listed(runs)).containsExactly("r29 PASS", "r28 PASS", "r27 PASS");
            assertThat(runs.isCut()).isTrue();
            assertThat(RunList.page(runs))
                    .contains("The newest 3.", "SELECT run_id, model_tag, verdict,")
                    .containsSubsequence("r29</a>", "r28</a>", "r27</a>")
                    .doesNotContain("r26");
        }
    }

    @Test
    void pagesAreFoundByTheirLinksAndFaultsAreTold() throws Exception {
        String odd = "a+b c/ü <1>";
        say(odd, "m", "PASS", "COMPLETE");
        say(
                "{\"run_id\":\"r2\",\"model\":\"m\",\"verdict\":\"BREACH\",\"metrics\":[{\"metric\":"
                        + "\"acc\",\"newly_failing\":[\"x\"],\"baseline_runs\":[\"r1\"]}]}");
        ClickHouseEndpoint nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String url = "http://127.0.0.1:" + socket.getLocalPort();
            nobody = new ClickHouseEndpoint(url, "vllm_eval", "default", "");
        }
        try (ReportPage page = ReportPage.start(kafka.bootstrapServers(), nobody, 0)) {
            String list = get(page, "/", 200);
            assertThat(list).contains("a+b c/ü &lt;1&gt;</a>").doesNotContain("The newest");
            String link = list.replaceAll("(?s).*href=\"([^\"]*)\">a\\+b.*", "$1");
            assertThat(get(page, link, 200)).contains("<h1>m:a+b c/ü &lt;1&gt;</h1>");
            assertThat(get(page, "/runs/r3", 404)).contains("no verdict on that run yet");
            assertThat(get(page, "/favicon.ico", 404)).contains("no such page");
            assertThat(get(page, "/runs/r2", 503)).contains("A service does not answer");
        }
    }

    private String get(ReportPage page, String path, int status) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(page.url() + path.substring(1)))
                        .timeout(Duration.ofMinutes(3))
                        .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }
}
