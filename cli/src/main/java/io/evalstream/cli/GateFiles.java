package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The files a gate leaves: for programs, for pull requests, and for people. */
final class GateFiles {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private GateFiles() {}

    /**
     * Writes {@code verdicts.json} (the last run), {@code alerts.jsonl}, {@code summary.md} and
     * {@code report.html}.
     *
     * @param verdicts all runs in order; the last one is the candidate
     */
    static void write(Path out, Pipeline pipeline, List<JsonNode> verdicts, Clock clock)
            throws IOException {
        JsonNode candidate = verdicts.get(verdicts.size() - 1);
        Files.writeString(
                out.resolve("verdicts.json"),
                MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(candidate) + "\n");
        StringBuilder alerts = new StringBuilder();
        for (JsonNode alert : pipeline.alerts()) {
            alerts.append(MAPPER.writeValueAsString(alert)).append('\n');
        }
        Files.writeString(out.resolve("alerts.jsonl"), alerts);
        Files.writeString(out.resolve("summary.md"), MarkdownSummary.of(verdicts));
        Files.writeString(
                out.resolve("report.html"),
                HtmlReport.of(verdicts, items(pipeline, candidate), clock.instant()));
    }

    private static ChangedItems items(Pipeline pipeline, JsonNode candidate) {
        try {
            return ChangedItems.load(pipeline.stack().clickhouseEndpoint(), candidate);
        } catch (RuntimeException e) {
            // Whatever the client says of an engine that is gone, that it is gone says more.
            pipeline.stack().requireAlive();
            throw e;
        }
    }
}
