package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.readers.RunIdentity;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Shows the main job from end to end on the results that come with the product. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Finds duplicates in a dataset, streams six releases of lm-evaluation-harness"
                        + " results, one of them bad, through broker, Flink and ClickHouse, and"
                        + " shows what people get.")
final class DemoCommand implements Callable<Integer> {

    private static final String RUNS = "datasets/raw/runs";
    private static final String MODEL = "minilm";

    @ParentCommand private Evalstream root;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/demo",
            description =
                    "Where data, card and report go; an earlier demo there is replaced."
                            + " Default: out/demo.")
    private Path out;

    @Mixin private Ports ports;

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("evalstream.home", "."));
        Directories.create("--out", out);
        List<Shipment> shipments = shipments(home.resolve(RUNS));
        Path data = out.resolve("data");
        DemoDirectory.prepare(data);
        Logs.to(out.resolve("evalstream.log"), root.verbose);
        Console console = Console.standard();
        Configuration options = JobConfiguration.read(Optional.empty());
        DemoDedup.run(home, out.resolve("dedup"), console);
        console.line("starting Kafka, ClickHouse, S3, Flink and the Teams recorder");
        try (Pipeline pipeline =
                Pipeline.start(data, ports, Optional.empty(), options, console::line)) {
            LocalStack stack = pipeline.stack();
            console.line("Kafka " + stack.kafka().bootstrapServers());
            console.line(stack.clickhouse().description() + " " + stack.clickhouse().httpUrl());
            console.line("S3 " + stack.objects().endpoint());
            console.line("Flink " + stack.flink().webUi());
            List<JsonNode> verdicts = new ArrayList<>();
            for (Shipment shipment : shipments) {
                verdicts.add(console.judge(pipeline, shipment));
            }
            pipeline.drain();
            GateFiles.write(out, pipeline, verdicts, Clock.systemUTC());
            console.result("");
            console.table(verdicts);
            console.decision(verdicts.get(verdicts.size() - 1));
            whereToLook(console, pipeline);
            requireExpected(verdicts);
            return ExitCode.PASS;
        }
    }

    private static List<Shipment> shipments(Path runs) throws Exception {
        if (!Files.isDirectory(runs)) {
            throw new UsageException(
                    "the bundled runs are not in " + runs + "; run the command in the repository");
        }
        List<Shipment> shipments = new ArrayList<>();
        for (Path run : sorted(runs)) {
            String release = run.getFileName().toString();
            shipments.add(
                    Shipment.check(
                            "auto",
                            List.of(run),
                            new RunIdentity(release, MODEL, MODEL + ":" + release, ""),
                            Clock.systemUTC()));
        }
        return shipments;
    }

    private static List<Path> sorted(Path runs) throws IOException {
        try (Stream<Path> files = Files.list(runs)) {
            return files.filter(Files::isDirectory).sorted().toList();
        }
    }

    private void whereToLook(Console console, Pipeline pipeline) {
        console.result("");
        console.result("Where to look");
        for (Path card : pipeline.stack().teams().cards()) {
            console.result("  Teams card   " + relative(card));
        }
        console.result("  Report       " + out.resolve("report.html"));
        console.result("  Duplicates   " + out.resolve("dedup/report.html"));
        console.result("  Verdict      " + out.resolve("verdicts.json"));
        console.result("  Log          " + out.resolve("evalstream.log"));
        console.result(
                "  ClickHouse, Flink and Kafka with these runs in them:"
                        + " ./evalstream up --data "
                        + out.resolve("data"));
    }

    private static Path relative(Path path) {
        return Path.of("").toAbsolutePath().relativize(path.toAbsolutePath());
    }

    /** The demo is a check, too: the bad release must be found, and only it. */
    private static void requireExpected(List<JsonNode> verdicts) {
        for (int i = 0; i < verdicts.size(); i++) {
            boolean isBad = i == verdicts.size() - 1;
            boolean isBreach = verdicts.get(i).path("verdict").asText().equals("BREACH");
            if (isBad != isBreach) {
                throw new IllegalStateException(
                        "release "
                                + verdicts.get(i).path("run_id").asText()
                                + " was judged "
                                + verdicts.get(i).path("verdict").asText());
            }
        }
    }
}
