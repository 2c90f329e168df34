package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.readers.BadInputException;
import io.evalstream.sql.Migrations;

import org.apache.kafka.common.KafkaException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/** Writes the page of one run that was judged, as {@code up} shows it, to a file. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes the report of one run that was judged, an HTML page.")
final class ReportCommand implements Callable<Integer> {

    /** Runs before the one of the report that its history has. */
    private static final int HISTORY = 9;

    private static final Duration BACK = Duration.ofDays(90);

    @Option(names = "--run-id", required = true, description = "The run.")
    private String runId;

    @Option(
            names = "--bootstrap",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Kafka brokers that have the verdicts.")
    private String bootstrap;

    @Option(
            names = "--clickhouse-url",
            paramLabel = "URL",
            description =
                    "ClickHouse that has the samples, http://host:port. Without it the report shows no"
                            + " answers.")
    private URI clickhouse;

    @Option(
            names = "--clickhouse-user",
            paramLabel = "USER",
            defaultValue = "default",
            description = "Who we are there. Default: default.")
    private String user;

    @Option(
            names = "--clickhouse-password-file",
            paramLabel = "FILE",
            description = "File whose first line is the password. Default: no password.")
    private Path passwordFile;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where the page goes; folders are made.")
    private Path out;

    @Override
    public Integer call() throws Exception {
        List<JsonNode> history;
        try (VerdictTopic verdicts = new VerdictTopic(bootstrap, Instant.now().minus(BACK))) {
            JsonNode verdict =
                    verdicts.of(runId)
                            .orElseThrow(
                                    () ->
                                            new UsageException(
                                                    "--run-id: no verdict on '"
                                                            + runId
                                                            + "' in the last "
                                                            + BACK.toDays()
                                                            + " days; is it the id of a run that"
                                                            + " has ended?"));
            history = verdicts.history(verdict, HISTORY);
        } catch (KafkaException e) {
            throw new ServiceUnavailableException(bootstrap + ": " + e.getMessage(), e);
        }
        write(HtmlReport.of(history, items(history.get(history.size() - 1)), Instant.now()));
        Console.standard().result(out.toString());
        return ExitCode.PASS;
    }

    private ChangedItems items(JsonNode verdict) throws IOException, BadInputException {
        if (clickhouse == null) {
            return ChangedItems.none();
        }
        String password = passwordFile == null ? "" : StorageOptions.secret(passwordFile);
        return ChangedItems.load(
                new ClickHouseEndpoint(clickhouse.toString(), Migrations.DATABASE, user, password),
                verdict);
    }

    /** Whole or not at all: a pod may end at any moment and its successor writes it again. */
    private void write(String page) throws IOException {
        Path target = out.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path unfinished = Files.createTempFile(target.getParent(), ".report-", ".html");
        try {
            Files.writeString(unfinished, page);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
