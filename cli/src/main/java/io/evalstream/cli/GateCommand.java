package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.contract.ModelTags;
import io.evalstream.jobs.quality.Comparability;
import io.evalstream.jobs.quality.QualityOptions;
import io.evalstream.readers.BadInputException;
import io.evalstream.readers.RunIdentity;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** Judges a candidate against earlier runs, through the real pipeline, and says go or no-go. */
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the runs in the order they are given, then the candidate, through the whole"
                    + " pipeline, and exits 0 PASS, 1 BREACH or 2 INCONCLUSIVE.",
            "Writes verdicts.json, alerts.jsonl, report.html and summary.md to --out."
        })
final class GateCommand implements Callable<Integer> {

    @ParentCommand private Evalstream root;

    @Option(
            names = "--run",
            paramLabel = "TAG=PATH",
            converter = NamedRun.Converter.class,
            description = "An earlier run and its results: a file or a folder. Repeatable.")
    private List<NamedRun> runs = new ArrayList<>();

    @Option(
            names = "--candidate",
            paramLabel = "TAG=PATH",
            required = true,
            converter = NamedRun.Converter.class,
            description = "The run to be judged.")
    private NamedRun candidate;

    @Option(
            names = "--format",
            defaultValue = "auto",
            description = "Format of the results: auto, lm-eval, jsonl. Default: auto.")
    private String format;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Where the verdict files go; created when missing.")
    private Path out;

    @Mixin private StackOptions stack;

    @Override
    public Integer call() throws Exception {
        Directories.create("--out", out);
        Logs.to(out.resolve("evalstream.log"), root.verbose);
        Configuration options = JobConfiguration.read(stack.config());
        // Whoever names the baseline vouches for its settings; differences are still reported.
        if (!options.contains(QualityOptions.BASELINE_COMPARABILITY)) {
            options.set(QualityOptions.BASELINE_COMPARABILITY, Comparability.Rule.DECLARED);
        }
        List<Shipment> shipments = check();
        Console console = Console.standard();
        shipments.forEach(shipment -> shipment.summary().warnings().forEach(console::warn));
        try (ScratchDirectory scratch = ScratchDirectory.create("evalstream-gate");
                Pipeline pipeline =
                        Pipeline.start(
                                scratch.path(),
                                stack.ports(),
                                stack.clickhouseUrl(),
                                options,
                                console::line)) {
            List<JsonNode> verdicts = new ArrayList<>();
            for (Shipment shipment : shipments) {
                verdicts.add(console.judge(pipeline, shipment));
            }
            pipeline.drain();
            JsonNode verdict = verdicts.get(verdicts.size() - 1);
            GateFiles.write(out, pipeline, verdicts, Clock.systemUTC());
            console.decision(verdict);
            console.line("files in " + out);
            return exitCode(verdict);
        }
    }

    /** Reads every input before anything is started, so that a wrong path is told at once. */
    private List<Shipment> check() throws IOException, BadInputException {
        String model = ModelTags.defaultModel(candidate.tag());
        List<NamedRun> all = new ArrayList<>(runs);
        all.add(candidate);
        Set<String> given = new HashSet<>();
        Set<String> found = new HashSet<>();
        List<Shipment> shipments = new ArrayList<>();
        for (NamedRun run : all) {
            String runId = run.tag();
            for (int use = 2; !given.add(runId); use++) {
                runId = run.tag() + "#" + use;
            }
            RunIdentity identity = new RunIdentity(runId, model, run.tag(), "");
            Shipment shipment =
                    Shipment.check(format, List.of(run.path()), identity, Clock.systemUTC());
            // Events may name their run themselves, and two runs of one name would be judged as
            // one.
            String named = shipment.summary().identity().runId();
            if (!found.add(named)) {
                throw new BadInputException(
                        run.path(),
                        0,
                        "run_id",
                        "is " + named + " as in the results before",
                        "give every run its own run_id, or leave it out of the events");
            }
            shipments.add(shipment);
        }
        return shipments;
    }

    static int exitCode(JsonNode verdict) {
        return switch (verdict.path("verdict").asText()) {
            case "PASS" -> ExitCode.PASS;
            case "BREACH" -> ExitCode.BREACH;
            default -> ExitCode.INCONCLUSIVE;
        };
    }
}
