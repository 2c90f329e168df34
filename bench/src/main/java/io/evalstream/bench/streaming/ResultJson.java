package io.evalstream.bench.streaming;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.bench.Figure;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The standings as a file for programs. */
public final class ResultJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ResultJson() {}

    /** Writes medians and ranges of all contenders, with machine and versions. */
    static void write(
            Path file,
            long events,
            boolean runsEnd,
            List<Standing> standings,
            String machine,
            Map<String, String> versions)
            throws IOException {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("machine", machine);
        versions.forEach(root.putObject("versions")::put);
        root.put("events", events);
        root.put("event_bytes", SampleStream.LENGTH);
        root.put("runs_end", runsEnd);
        for (Standing standing : standings) {
            ObjectNode row = root.withArray("contenders").addObject();
            row.put("name", standing.contender().title());
            row.put("rounds", standing.rounds());
            if (standing.fault().isPresent()) {
                row.put("refused", standing.fault().get());
                continue;
            }
            put(row, "events_per_core_second", standing.perCore());
            put(row, "events_per_second", standing.onTheBox());
            ResultTable.ratio(standing, standings)
                    .ifPresent(ratio -> row.put("evalstream_ratio", round(ratio)));
            put(row, "contender_cpu_s_per_million", standing.ownCpu());
            put(row, "clickhouse_cpu_s_per_million", standing.engineCpu());
            put(row, "clickhouse_merges_s_per_million", standing.merges());
            put(row, "broker_cpu_s_per_million", standing.brokerCpu());
            put(row, "cpu_s_afterwards", standing.afterCpu());
        }
        write(file, root);
    }

    /** Writes any result, readable. */
    public static void write(Path file, ObjectNode root) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Files.writeString(
                file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    /** Median and range under a name. */
    public static void put(ObjectNode row, String name, Figure figure) {
        ObjectNode value = row.putObject(name);
        value.put("median", round(figure.median()));
        value.put("min", round(figure.least()));
        value.put("max", round(figure.most()));
    }

    /** Four significant digits; there are no more in it. */
    public static double round(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(new MathContext(4)).doubleValue()
                : value;
    }
}
