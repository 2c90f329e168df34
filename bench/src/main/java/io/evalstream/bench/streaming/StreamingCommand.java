package io.evalstream.bench.streaming;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code bench streaming}: from Kafka to ClickHouse, by us and by others, on one topic. */
@Command(
        name = "streaming",
        description =
                "Compares the quality job with other ways from Kafka to ClickHouse on one topic."
                        + " Whoever writes something else than was sent is refused.",
        footer = {
            "",
            "Broker, contender and ClickHouse are processes of their own. Measured is the middle"
                    + " of the topic: as many events come before it to warm up, a fifth behind it."
                    + " Per core = events / CPU-seconds of contender and ClickHouse; the broker"
                    + " is shown besides.",
            "Exit codes: 0 done, 1 a contender was refused."
        },
        mixinStandardHelpOptions = true)
public final class StreamingCommand implements Callable<Integer> {

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "2000000",
            description = "Events that are measured; default ${DEFAULT-VALUE}.")
    private long events;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "3",
            description = "How often each contender runs; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Contenders that run, of: ${COMPLETION-CANDIDATES}.")
    private List<Contender> only = List.of(Contender.values());

    @Option(
            names = "--open-runs",
            description = "No run ends, so that none is judged: what is left is the stream alone.")
    private boolean openRuns;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures here, too.")
    private Path json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (events < 1000 || rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--events must be at least 1000, --rounds at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        Path directory = Files.createTempDirectory("evalstream-bench");
        Path home = Path.of(System.getProperty("evalstream.home", ".")).toAbsolutePath();
        Map<String, String> versions = Surroundings.versions(home, directory.resolve("version"));
        List<Measurement> measurements =
                new Race(Race.Plan.of(only, rounds, events, !openRuns), directory, out::println)
                        .run();
        List<Standing> standings = new ArrayList<>();
        for (Contender contender : only) {
            standings.add(Standing.of(contender, measurements));
        }
        String machine = Surroundings.machine();
        out.println();
        out.print(ResultTable.of(standings, machine, versions));
        if (json != null) {
            ResultJson.write(json, events, !openRuns, standings, machine, versions);
        }
        out.flush();
        if (standings.stream().anyMatch(standing -> standing.fault().isPresent())) {
            out.println("Logs of what was refused: " + directory);
            return 1;
        }
        Race.delete(directory);
        return 0;
    }
}
