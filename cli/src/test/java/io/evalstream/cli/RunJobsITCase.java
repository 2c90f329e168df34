package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.embedded.EmbeddedKafka;
import io.evalstream.embedded.EmbeddedObjectStore;
import io.evalstream.jobs.dedup.DedupJob;
import io.evalstream.jobs.dedup.DedupOptions;
import io.evalstream.jobs.kafka.Topics;
import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.resources.FlinkDeployments;
import io.evalstream.k8s.resources.RunEnvironment;
import io.evalstream.k8s.resources.ShortJobs;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

import org.apache.flink.configuration.ConfigOption;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command lines that the controller writes for pods do what they are for. */
class RunJobsITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPEC =
            "{'image':'ghcr.io/acme/m','tag':'release-1','digest':'sha256:1','suites':["
                    + "{'name':'general','harness':'LM_EVAL','tasks':['arc'],'datasets':['arc/1']}]}";

    @TempDir private Path directory;

    private static EvalRun run() throws Exception {
        EvalRun run = new EvalRun();
        run.setMetadata(
                new ObjectMetaBuilder().withName("m-1").withNamespace("e").withUid("u").build());
        run.setSpec(JSON.readValue(SPEC.replace('\'', '"'), EvalRunSpec.class));
        return run;
    }

    private static RunEnvironment environment(String kafka, String s3, String clickhouse) {
        return new RunEnvironment(
                new RunEnvironment.Images("r:1", "r:1", "f:1"),
                new RunEnvironment.Services(
                        kafka, "s3://llm-eval-ds", s3, clickhouse, "evalstream"),
                Long.MAX_VALUE,
                Duration.ofMinutes(15),
                2,
                Map.of());
    }

    private static List<String> arguments(RunEnvironment environment) throws Exception {
        List<String> arguments = new ArrayList<>();
        List<?> written =
                new FlinkDeployments(environment).dataset(run()).get("spec", "job", "args");
        written.forEach(argument -> arguments.add(argument.toString()));
        return arguments;
    }

    @Test
    void thePreparationOfDataIsGivenOptionsThatItHas() throws Exception {
        Set<String> known = new HashSet<>(Set.of("options.folder"));
        for (ConfigOption<?> option : DedupOptions.all()) {
            known.add(option.key());
        }
        List<String> arguments = arguments(environment("k:1", "http://s:1", "http://c:1"));
        for (int i = 0; i < arguments.size(); i += 2) {
            assertThat(arguments.get(i)).startsWith("--");
            assertThat(known).contains(arguments.get(i).substring(2));
        }
        JsonNode template =
                JSON.valueToTree(
                        new FlinkDeployments(environment("k:1", "http://s:1", "http://c:1"))
                                .dataset(run()));
        for (JsonNode source : template.at("/spec/podTemplate/spec/volumes/0/projected/sources")) {
            for (JsonNode item : source.path("secret").path("items")) {
                assertThat(known).contains(item.path("path").asText());
            }
        }
    }

    @Test
    void preparedDataAreWhereRunnersLookForThem() throws Exception {
        Path version = directory.resolve("s3/llm-eval-ds/arc/1");
        Files.createDirectories(version);
        Files.writeString(
                version.resolve("data.jsonl"),
                """
                {"id":"a","question":"How many legs do seven spiders have together?","answer":"56"}
                {"id":"b","question":"How many legs do seven spiders have together?","answer":"56"}
                {"id":"c","question":"Which planet is the largest of the solar system?","answer":"J"}
                """);
        Path options = Files.createDirectories(directory.resolve("options"));
        Files.writeString(options.resolve("s3.access-key"), EmbeddedObjectStore.ACCESS_KEY);
        Files.writeString(options.resolve("s3.secret-key"), EmbeddedObjectStore.SECRET_KEY);
        try (EmbeddedObjectStore store = EmbeddedObjectStore.start(directory.resolve("s3"), 0)) {
            List<String> arguments = arguments(environment("k:1", store.endpoint(), ""));
            arguments.set(arguments.indexOf("--options.folder") + 1, options.toString());
            DedupJob.main(arguments.toArray(String[]::new));
        }
        Path kept = directory.resolve("s3/llm-eval-ds/prepared/m-1/arc/kept");
        assertThat(kept.resolve("data.jsonl.zst")).exists();
        assertThat(JSON.readTree(kept.resolve("manifest.json").toFile()).toString())
                .contains("\"items\":2");
    }

    @Test
    void theReportOfARunIsWrittenWholeFromTopicsOfSeveralPartitions() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            kafka.createTopics(Map.of(Topics.VERDICTS, 4));
            say(kafka, "r0", "PASS", 1);
            say(kafka, "other", "PASS", 2);
            say(kafka, "m-1", "BREACH", 3);
            say(kafka, "later", "PASS", 4);
            Path page = directory.resolve("raw/m-1/report.html");
            List<String> arguments = report(kafka.bootstrapServers());
            arguments.removeIf(argument -> argument.contains("clickhouse-password-file"));
            arguments.removeIf(argument -> argument.startsWith("--out="));
            arguments.add("--out=" + page);

            Command command = Command.run(arguments.toArray(String[]::new));

            assertThat(command.code()).as(command.errors()).isEqualTo(ExitCode.PASS);
            assertThat(Files.readString(page)).contains("<title>m:1: BREACH</title>");
            try (VerdictTopic topic = new VerdictTopic(kafka.bootstrapServers(), Instant.EPOCH)) {
                assertThat(topic.history(topic.of("m-1").orElseThrow(), 9))
                        .extracting(verdict -> verdict.path("run_id").asText())
                        .containsExactly("r0", "m-1");
                assertThat(topic.history(topic.of("later").orElseThrow(), 1))
                        .extracting(verdict -> verdict.path("run_id").asText())
                        .containsExactly("m-1", "later");
            }

            Command missing =
                    Command.run(
                            "report",
                            "--run-id=nobody",
                            "--bootstrap=" + kafka.bootstrapServers(),
                            "--out=" + page);
            assertThat(missing.code()).isEqualTo(ExitCode.USAGE);
            assertThat(missing.fault()).contains("--run-id: no verdict on 'nobody'");
        }
    }

    private static List<String> report(String bootstrap) throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        new ShortJobs(environment(bootstrap, "http://s:1", "http://127.0.0.1:1"))
                                .report(run(), "m-1", "m")
                                .getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .get(0)
                                .getArgs());
        assertThat(
                        Evalstream.commandLine()
                                .parseArgs(arguments.toArray(String[]::new))
                                .subcommand()
                                .commandSpec()
                                .name())
                .isEqualTo("report");
        return arguments;
    }

    private static void say(EmbeddedKafka kafka, String run, String verdict, int at)
            throws Exception {
        String model = run.equals("other") ? "n" : "m";
        String json =
                "{'run_id':'%s','model':'%s','model_tag':'%s:1','verdict':'%s','state':'COMPLETE',"
                        + "'last_ts':%d}";
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            String value = json.formatted(run, model, model, verdict, at).replace('\'', '"');
            producer.send(new ProducerRecord<>(Topics.VERDICTS, run, value)).get();
        }
    }
}
