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

    @Option(
            names = "--shard",
            paramLabel = "I",
            defaultValue = "-1",
            description =
                    "With --follow: send one shard of a run, counted from 0. The run's beginning is"
                            + " for somebody else to say; the shard ends after the event"
                            + " SHARD_FINISHED in the file. When standard input ends before, what"
                            + " is there is sent and the shard is not reported.")
    private int shard;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "-1",
            description = "How many shards the run has.")
    private int shards;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Result files or folders.")
    private List<Path> paths;

    @Override
    public Integer call() throws Exception {
        Console console = Console.standard();
        RunIdentity identity = identity();
        boolean isShard = shard != -1 || shards != -1;
        if (isShard && (shard < 0 || shards <= shard || !follow)) {
            throw new UsageException(
                    "--shard and --shards belong together and to --follow: --shard 0 --shards 2 is"
                            + " the first of two");
        }
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
            if (shards > 0) {
                return followShard(console, identity, producer);
            }
            FollowedFile file =
                    new FollowedFile(paths.get(0), identity, producer, Clock.systemUTC());
            root.signals.onStop(file::end);
            long sent = file.follow();
            console.result("sent " + sent + " events of run " + identity.runId());
            return ExitCode.PASS;
        }
    }

    private int followShard(Console console, RunIdentity identity, EventProducer producer)
            throws IOException, BadInputException {
        FollowedShard file =
                new FollowedShard(
                        paths.get(0), identity, shard, shards, producer, Clock.systemUTC());
        root.signals.onStop(file::abandon);
        file.abandonWith(System.in);
        boolean isFinished = file.follow();
        String sent =
                String.format(
                        Locale.ROOT,
                        "sent %d events of shard %d of %d of run %s",
                        file.events(),
                        shard,
                        shards,
                        identity.runId());
        console.result(isFinished ? sent : sent + "; it has not ended");
        return isFinished ? ExitCode.PASS : ExitCode.INCONCLUSIVE;
    }
}
