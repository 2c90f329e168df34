package io.evalstream.cli;

import io.evalstream.readers.BadInputException;
import io.evalstream.readers.ReadSummary;
import io.evalstream.readers.RunIdentity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Sends the results of one run to Kafka. */
@Command(
        name = "ship",
        mixinStandardHelpOptions = true,
        description =
                "Reads the native output of an evaluation tool and sends it as events,"
                        + " acknowledged and never twice.")
final class ShipCommand implements Callable<Integer> {

    @ParentCommand private Evalstream root;

    @Option(names = "--run-id", required = true, description = "The run the results belong to.")
    private String runId;

    @Option(
            names = "--model-tag",
            required = true,
            description = "The release that was evaluated, such as llm:release-1.2.")
    private String modelTag;

    @Option(
            names = "--model",
            defaultValue = "",
            description = "What a baseline spans. Default: the tag without its release.")
    private String model;

    @Option(
            names = "--image-digest",
            defaultValue = "",
            description = "sha256:... of the image that was evaluated.")
    private String imageDigest;

    @Option(
            names = "--format",
            defaultValue = "auto",
            description = "Format of the results: auto, lm-eval, jsonl. Default: auto.")
    private String format;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9092",
            description = "Kafka brokers. Default: 127.0.0.1:9092.")
    private String bootstrap;

    @Option(
            names = "--follow",
            description =
                    "Keep sending lines that are appended to one .jsonl file; Ctrl-C ends the run.")
    private boolean follow;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Result files or folders.")
    private List<Path> paths;

    @Override
    public Integer call() throws Exception {
        Console console = Console.standard();
        RunIdentity identity = identity();
        if (follow) {
            return follow(console, identity);
        }
        Shipment shipment = Shipment.check(format, paths, identity, Clock.systemUTC());
        ReadSummary summary = shipment.summary();
        summary.warnings().forEach(console::warn);
        try (EventProducer producer = new EventProducer(bootstrap)) {
            shipment.send(producer);
        }
        console.result(
                String.format(
                        Locale.ROOT,
                        "sent %d events of run %s (%s, %d rows)",
                        summary.events(),
                        summary.identity().runId(),
                        summary.format(),
                        summary.rows()));
        return ExitCode.PASS;
    }

    private RunIdentity identity() {
        try {
            return new RunIdentity(runId, model, modelTag, imageDigest);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private int follow(Console console, RunIdentity identity)
            throws IOException, BadInputException {
        if (paths.size() != 1 || Files.isDirectory(paths.get(0))) {
            throw new UsageException("--follow takes exactly one .jsonl file");
        }
        if (!format.equals("auto") && !format.equals("jsonl")) {
            throw new UsageException(
                    "--follow reads jsonl only: "
                            + format
                            + " writes its files when a run has ended");
        }
        if (!Files.isReadable(paths.get(0))) {
            throw new BadInputException(paths.get(0), 0, "", "no such file", "check the path");
        }
        try (EventProducer producer = new EventProducer(bootstrap)) {
            FollowedFile file =
                    new FollowedFile(paths.get(0), identity, producer, Clock.systemUTC());
            root.signals.onStop(file::end);
            long sent = file.follow();
            console.result("sent " + sent + " events of run " + identity.runId());
            return ExitCode.PASS;
        }
    }
}
