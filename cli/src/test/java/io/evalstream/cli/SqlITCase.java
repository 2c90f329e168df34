package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.cli.sql.AnswerFormat;
import io.evalstream.cli.sql.SqlPrompt;
import io.evalstream.cli.sql.SqlRunner;
import io.evalstream.cli.sql.SqlSession;
import io.evalstream.cli.sql.SqlStatement;
import io.evalstream.jobs.kafka.Topics;

import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Questions in SQL over a stack with known data, by every way they can be asked. */
@Timeout(300)
class SqlITCase {

    /** Whose rows come in any order, as windows close in several at once. */
    private static final String UNORDERED = "live-rolling-mean.sql";

    /** What the files leave to who asks. */
    private static final Map<String, List<String>> PARAMETERS =
            Map.of(
                    UNORDERED,
                    List.of("-p", "until=latest-offset"),
                    "wrong-answers-with-items.sql",
                    List.of("-p", "items=" + own("mini_facts_ko")),
                    "duplicate-items.sql",
                    List.of(
                            "-p",
                            "items=" + own("regression_extra"),
                            "-p",
                            "known=" + own("mini_facts_ko")));

    @TempDir static Path directory;
    private static SqlStack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = SqlStack.start(directory);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    static List<String> questions() throws Exception {
        try (Stream<Path> files = Files.list(Repository.root().resolve("sql/adhoc"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void aQuestionHasTheAnswerThatWasWorkedOutWithoutIt(String file) throws Exception {
        Path expected = Path.of(SqlStack.EXPECTED, file.replace(".sql", ".csv"));
        assertThat(expected).as("the answer to " + file).exists();
        List<String> arguments = new ArrayList<>(List.of("-f", question(file).toString()));
        arguments.addAll(PARAMETERS.getOrDefault(file, List.of()));
        arguments.addAll(List.of("--format", "csv"));
        Command answer = ask(arguments.toArray(String[]::new));
        assertThat(answer.code()).as(answer.errors()).isZero();
        List<String> rows = answer.out().lines().toList();
        List<String> wanted = Files.readAllLines(expected);
        if (file.equals(UNORDERED)) {
            assertThat(rows).containsExactlyInAnyOrderElementsOf(wanted);
        } else {
            assertThat(rows).containsExactlyElementsOf(wanted);
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void aQuestionSaysWhatItIsAbout(String file) throws Exception {
        assertThat(Files.readString(question(file)))
                .matches("(?s)-- [A-Z][^\n]+\n--\n-- [A-Z].*;\n");
    }

    private static Path own(String dataset) {
        return Repository.root().resolve("datasets/raw/evalstream-mini/" + dataset + ".jsonl");
    }

    private static Path question(String file) {
        return Repository.root().resolve("sql/adhoc").resolve(file);
    }

    private static Command ask(String... arguments) {
        List<String> all = new ArrayList<>(List.of("sql", "--gateway", stack.gateway().toString()));
        all.addAll(List.of(arguments));
        return Command.run(all.toArray(String[]::new));
    }

    @Test
    void theCatalogIsThereInEverySession() {
        Command tables = ask("-e", "SHOW TABLES FROM kafka; SHOW TABLES");
        assertThat(tables.code()).as(tables.errors()).isZero();
        assertThat(tables.out().lines())
                .contains("samples", "runs", "verdicts", "alerts", "deadletters")
                .contains("samples_latest", "results_prd");
    }

    @Test
    void theFunctionsAreThereInEverySession() {
        Command distance =
                ask("--format", "csv", "-e", "SELECT levenshtein('kitten', 'sitting') AS n");
        assertThat(distance.out()).as(distance.errors()).isEqualTo("n\n3\n");
    }

    @Test
    void theTopicsHaveTypesTimesAndPlaces() {
        Command verdicts =
                ask(
                        "--format",
                        "csv",
                        "-e",
                        "SELECT run_id, verdict, CARDINALITY(baseline_runs), event_time, kafka_partition"
                                + " FROM kafka.verdicts WHERE run_id = 'release-2026.06'");
        assertThat(verdicts.out())
                .as(verdicts.errors())
                .contains("release-2026.06,BREACH,5,2026-02-09 03:13:", ",0\n");
        Command garbage =
                ask(
                        "--format",
                        "csv",
                        "-e",
                        "SELECT COUNT(*) FROM kafka.samples WHERE run_id = 'toy-3'");
        assertThat(garbage.out()).as(garbage.errors()).endsWith("\n2\n");
        Command alerts =
                ask("--format", "csv", "-e", "SELECT run_id, metrics[1].task FROM kafka.alerts");
        assertThat(alerts.out()).as(alerts.errors()).contains("release-2026.06,mini_facts_ko");
    }

    @ParameterizedTest
    @CsvSource({
        "verdicts, " + Topics.VERDICTS,
        "alerts, " + Topics.ALERTS,
        "deadletters, " + Topics.DEAD_LETTERS
    })
    void aTopicHasNoFieldWithoutAColumn(String table, String topic) throws Exception {
        List<JsonNode> records = new ArrayList<>();
        try (TopicReader reader = new TopicReader(stack.bootstrap(), topic)) {
            reader.toEnd(said -> records.add(said.json()));
        }
        assertThat(records).isNotEmpty();
        Command columns = ask("--format", "csv", "-e", "DESCRIBE kafka." + table);
        for (JsonNode record : records) {
            record.fieldNames()
                    .forEachRemaining(
                            field -> assertThat(columns.out()).contains("\n" + field + ","));
            for (JsonNode metric : record.path("metrics")) {
                metric.fieldNames()
                        .forEachRemaining(
                                field -> assertThat(columns.out()).contains("`" + field + "` "));
            }
        }
    }

    @Test
    void aFaultInAStatementIsOneLineThatSaysWhere() throws Exception {
        Path file = directory.resolve("wrong.sql");
        Files.writeString(file, "-- banner\nSELECT 1;\nSELECT\n    nix\nFROM samples;\n");
        Command unknown = ask("-f", file.toString());
        assertThat(unknown.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(unknown.fault())
                .isEqualTo("evalstream: " + file + ":4:5: Column 'nix' not found in any table");
        Command noSql = ask("-e", "SELEC 1");
        assertThat(noSql.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(noSql.errorLines())
                .containsExactly("evalstream: line 1, column 1: this is no statement of Flink SQL");
        Command atRunTime = ask("-e", "SELECT CAST(run_id AS INT) FROM runs_latest");
        assertThat(atRunTime.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(atRunTime.fault()).contains("line 1, column 1: ", "'release-2026.0");
    }

    @Test
    void withoutAnAddressTheStackOfADirectoryIsAsked() throws Exception {
        String data = stack.services().directory().toString();
        StackAddresses addresses =
                StackAddresses.write(
                        stack.services(),
                        Map.of(StackAddresses.GATEWAY, stack.gateway().toString()));
        try (addresses) {
            Command found = Command.run("sql", "--data", data, "-e", "SELECT 40 + 2");
            assertThat(found.out()).as(found.errors()).contains("42");
        }
        Command gone = Command.run("sql", "--data", data, "-e", "SELECT 1");
        assertThat(gone.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(gone.fault())
                .contains("no stack is running on " + data + "; start one with ./evalstream up");
    }

    @Test
    void anAddressFileOfAKilledStackIsNotBelieved() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path data = Files.createDirectories(directory.resolve("killed"));
        Files.writeString(
                data.resolve("addresses.json"),
                "{\"pid\": %d, \"sql_gateway\": \"%s\"}".formatted(ended.pid(), stack.gateway()));
        assertThat(Command.run("sql", "--data", data.toString(), "-e", "SELECT 1").code())
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void withAddressesOfServicesItBringsItsOwnFlink() {
        Command own =
                Command.run(
                        "sql",
                        "--bootstrap",
                        stack.bootstrap(),
                        "--clickhouse-url",
                        stack.clickhouse(),
                        "--format",
                        "json",
                        "-e",
                        "SELECT COUNT(*) AS n FROM samples_latest WHERE model = 'toy';"
                                + "SELECT COUNT(*) AS n FROM kafka.verdicts");
        assertThat(own.out()).as(own.errors()).isEqualTo("{\"n\":80}\n{\"n\":6}\n");
    }

    @Test
    void wrongUsageIsSaid() {
        assertThat(Command.run("sql", "--bootstrap", "h:1", "-e", "SELECT 1").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(ask("--bootstrap", "h:1", "--clickhouse-url", "http://h:1", "-e", "x").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(ask("-e", "-- nothing").code()).isEqualTo(ExitCode.USAGE);
        Command nobody = Command.run("sql", "--gateway", "http://127.0.0.1:1", "-e", "SELECT 1");
        assertThat(nobody.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(nobody.fault()).contains("no SQL gateway answers at http://127.0.0.1:1");
    }

    @Test
    void anInterruptEndsALiveQuestionAndItsJob() throws Exception {
        StringWriter out = new StringWriter();
        PrintWriter lines = new PrintWriter(out, true);
        try (SqlSession session =
                SqlSession.open(stack.gateway(), Map.of("execution.runtime-mode", "streaming"))) {
            SqlRunner runner = new SqlRunner(session, AnswerFormat.Kind.TABLE, lines, lines);
            CompletableFuture<Void> answering =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    runner.run(
                                            new SqlStatement(
                                                    "SELECT run_id FROM kafka.samples", 1, 1));
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            Conditions.await(
                    "rows",
                    Duration.ofMinutes(1),
                    () -> out.toString().contains("toy-2"),
                    out::toString);
            assertThat(running()).isEqualTo(2);
            assertThat(runner.interrupt()).isTrue();
            assertThatThrownBy(() -> answering.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(InterruptedException.class);
            Conditions.await(
                    "end of the job", Duration.ofMinutes(1), () -> running() == 1, out::toString);
        }
    }

    /** Jobs that run; one of them judges. */
    private static long running() throws Exception {
        JsonNode jobs =
                Json.of(stack.get(stack.services().flink().webUi().resolve("/jobs/overview")));
        long running = 0;
        for (JsonNode job : jobs.path("jobs")) {
            running += job.path("state").asText().equals("RUNNING") ? 1 : 0;
        }
        return running;
    }

    @Test
    void aPromptTakesStatementsOverSeveralLinesAndGoesOnAfterAFault() throws Exception {
        String typed = "SELECT 20 +\n 1 AS n;\nSELECT nix;\nSELECT 'still here';\nquit;\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SqlSession session = SqlSession.open(stack.gateway(), Map.of());
                Terminal terminal =
                        new DumbTerminal(
                                "test",
                                "dumb",
                                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                                out,
                                StandardCharsets.UTF_8)) {
            new SqlPrompt(session, AnswerFormat.Kind.TABLE, directory.resolve("history"))
                    .run(terminal);
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsSubsequence(
                        "21",
                        "1 row",
                        "error: line 1, column 8: Column 'nix' not found in any table",
                        "still here");
        assertThat(Files.readString(directory.resolve("history"))).contains("SELECT nix;");
    }

    @Test
    void otherProgramsAskOverJdbc() throws Exception {
        Path driver;
        try (Stream<Path> files = Files.list(Path.of("target/jdbc-driver"))) {
            driver = files.findFirst().orElseThrow();
        }
        try (URLClassLoader alone =
                        new URLClassLoader(
                                new URL[] {driver.toUri().toURL(), logging()},
                                ClassLoader.getPlatformClassLoader());
                Connection connection = connect(alone);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT model_tag, COUNT(*) AS n FROM vllm_eval.samples_latest"
                                    + " WHERE model = 'toy' GROUP BY model_tag ORDER BY model_tag")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("model_tag")).isEqualTo("toy:release-1");
                assertThat(rows.getLong("n")).isEqualTo(20);
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(2)).isEqualTo(60);
                assertThat(rows.next()).isFalse();
            }
            try (ResultSet rows =
                    statement.executeQuery("SELECT COUNT(*) FROM evalstream.kafka.verdicts")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(6);
            }
        }
    }

    /** What the bundle leaves to who uses it. */
    private static URL logging() {
        return LoggerFactory.class.getProtectionDomain().getCodeSource().getLocation();
    }

    private static Connection connect(ClassLoader loader) throws Exception {
        Driver driver =
                (Driver)
                        loader.loadClass("org.apache.flink.table.jdbc.FlinkDriver")
                                .getDeclaredConstructor()
                                .newInstance();
        return driver.connect(
                "jdbc:flink://127.0.0.1:" + stack.gateway().getPort(), new Properties());
    }

    @Test
    void theFilesForOtherClustersAreStatements() {
        Path files = Repository.root().resolve("sql/flink");
        Command catalog =
                ask(
                        "-f",
                        files.resolve("catalog.sql").toString(),
                        "-p",
                        "bootstrap=" + stack.bootstrap(),
                        "-p",
                        "clickhouse=" + stack.clickhouse());
        assertThat(catalog.code()).as(catalog.errors()).isZero();
        Command table =
                ask(
                        "-f",
                        files.resolve("clickhouse-table.sql").toString(),
                        "-p",
                        "clickhouse=" + stack.clickhouse());
        assertThat(table.code()).as(table.errors()).isZero();
    }

    @Test
    void noTableTellsAPassword() {
        Command table =
                ask(
                        "-e",
                        "SHOW CREATE TABLE samples_latest; SHOW CREATE TABLE kafka.samples;"
                                + " EXPLAIN SELECT * FROM samples_latest");
        assertThat(table.code()).as(table.errors()).isZero();
        assertThat(table.out()).contains("`event_time`").doesNotContain("password");
    }
}
