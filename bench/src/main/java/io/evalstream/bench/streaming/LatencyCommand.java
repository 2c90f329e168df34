package io.evalstream.bench.streaming;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code bench latency}: how long an event takes to a card and to ClickHouse, under load. */
@Command(
        name = "latency",
        description =
                "Measures how long events of a steady load take through the quality job, from the"
                        + " moment they are due: to the card at the Teams endpoint, for runs that"
                        + " breach with their last result; and to the first answer of ClickHouse"
                        + " that has them, which is asked every 20 ms.",
        footer = {"", "Exit codes: 0 done, 1 something never came within a minute after the load."},
        mixinStandardHelpOptions = true)
public final class LatencyCommand implements Callable<Integer> {

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Events by second; default ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "60",
            description = "How long it is measured; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "30",
            description = "How long the same load runs before; default ${DEFAULT-VALUE} s.")
    private int warmUp;

    @Option(
            names = "--alerts",
            paramLabel = "N",
            defaultValue = "10",
            description = "Runs that breach by second; default ${DEFAULT-VALUE}.")
    private int alerts;

    @Option(
            names = "--markers",
            paramLabel = "N",
            defaultValue = "200",
            description = "Events by second that are looked for; default ${DEFAULT-VALUE}.")
    private int markers;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures here, too.")
    private Path json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (rate < 1 || seconds < 1 || warmUp < 1 || alerts < 1 || markers < 1) {
            throw new ParameterException(spec.commandLine(), "every number must be at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        Path directory = Files.createTempDirectory("evalstream-bench");
        Path home = Path.of(System.getProperty("evalstream.home", ".")).toAbsolutePath();
        Map<String, String> versions = Surroundings.versions(home, directory.resolve("version"));
        PacedLoad.Timetable timetable =
                new PacedLoad.Timetable(rate, warmUp, seconds, markers, alerts);
        LatencyTrial.Latencies latencies =
                new LatencyTrial(timetable, directory, out::println).run();
        out.println();
        out.printf("%,d events/s offered for %d s, checkpoints every 10 s%n", rate, seconds);
        out.println("event to card       " + latencies.alerts());
        out.println("event to ClickHouse " + latencies.queryable());
        out.println();
        out.print(ResultTable.surroundings(Surroundings.machine(), versions));
        out.flush();
        if (json != null) {
            ResultJson.write(json, result(latencies, versions));
        }
        if (latencies.alerts().missing() + latencies.queryable().missing() > 0) {
            out.println("Logs: " + directory);
            return 1;
        }
        Race.delete(directory);
        return 0;
    }

    private ObjectNode result(LatencyTrial.Latencies latencies, Map<String, String> versions) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("machine", Surroundings.machine());
        versions.forEach(root.putObject("versions")::put);
        root.put("events_per_second", rate);
        root.put("seconds", seconds);
        put(root.putObject("event_to_card_ms"), latencies.alerts());
        put(root.putObject("event_to_clickhouse_ms"), latencies.queryable());
        return root;
    }

    private static void put(ObjectNode node, Quantiles quantiles) {
        node.put("count", quantiles.count());
        node.put("missing", quantiles.missing());
        node.put("p50", quantiles.p50());
        node.put("p99", quantiles.p99());
        node.put("p999", quantiles.p999());
        node.put("max", quantiles.most());
    }
}
