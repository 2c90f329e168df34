package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.readers.BadInputException;
import io.evalstream.readers.ReadSummary;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What people see while a command works: plain lines, results on stdout, the rest on stderr. */
final class Console {

    private final PrintWriter out;
    private final PrintWriter notes;
    private final long startedAt = System.nanoTime();

    Console(PrintWriter out, PrintWriter notes) {
        this.out = out;
        this.notes = notes;
    }

    static Console standard() {
        return new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    /** A line of progress, with the seconds since the start. */
    void line(String text) {
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        notes.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds, text));
    }

    void warn(String text) {
        notes.println("warning: " + text);
    }

    void result(String text) {
        out.println(text);
    }

    /** Sends a run, waits for its verdict, and says both. */
    JsonNode judge(Pipeline pipeline, Shipment shipment) throws IOException, BadInputException {
        ReadSummary summary = shipment.summary();
        line(
                String.format(
                        Locale.ROOT,
                        "%s: streaming %,d results of %,d samples rows",
                        summary.identity().runId(),
                        summary.events(),
                        summary.rows()));
        JsonNode verdict = pipeline.judge(shipment);
        line(
                verdict.path("run_id").asText()
                        + ": "
                        + verdict.path("verdict").asText()
                        + " ("
                        + verdict.path("why").asText()
                        + ")");
        return verdict;
    }

    /** The decision on a run and the series that have a baseline, one a line. */
    void decision(JsonNode verdict) {
        result("");
        result(
                verdict.path("verdict").asText()
                        + "  "
                        + verdict.path("model_tag").asText()
                        + ": "
                        + verdict.path("why").asText());
        for (JsonNode metric : verdict.path("metrics")) {
            if (metric.path("slice").asText().isEmpty()) {
                result("  " + MetricText.sentence(metric));
            }
        }
    }

    /** A table of whole series: one column per run, one row per series, means in the cells. */
    void table(List<JsonNode> verdicts) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (int column = 0; column < verdicts.size(); column++) {
            for (JsonNode metric : verdicts.get(column).path("metrics")) {
                if (metric.path("slice").asText().isEmpty()) {
                    List<String> cells =
                            rows.computeIfAbsent(
                                    MetricText.name(metric),
                                    name -> new ArrayList<>(blanks(verdicts.size())));
                    cells.set(column, MetricText.cell(metric));
                }
            }
        }
        List<String> head = new ArrayList<>();
        List<String> decisions = new ArrayList<>();
        for (JsonNode verdict : verdicts) {
            head.add(MetricText.release(verdict));
            decisions.add(verdict.path("verdict").asText());
        }
        int first = 8;
        for (String name : rows.keySet()) {
            first = Math.max(first, name.length());
        }
        int width = 9;
        for (int i = 0; i < head.size(); i++) {
            width = Math.max(width, Math.max(head.get(i).length(), decisions.get(i).length()));
        }
        result(row("", head, first, width));
        for (Map.Entry<String, List<String>> entry : rows.entrySet()) {
            result(row(entry.getKey(), entry.getValue(), first, width));
        }
        result(row("verdict", decisions, first, width));
    }

    private static List<String> blanks(int count) {
        List<String> blanks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blanks.add("");
        }
        return blanks;
    }

    private static String row(String name, List<String> cells, int first, int width) {
        StringBuilder line = new StringBuilder();
        line.append(name).append(" ".repeat(first - name.length()));
        for (String cell : cells) {
            line.append("  ").append(" ".repeat(Math.max(0, width - cell.length()))).append(cell);
        }
        return line.toString();
    }
}
