package io.evalstream.cli;

import io.evalstream.udfs.verdict.simulation.Regression;
import io.evalstream.udfs.verdict.simulation.Scenario;
import io.evalstream.udfs.verdict.simulation.SimulationStudy;
import io.evalstream.udfs.verdict.simulation.StudyResult;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Shows on simulated runs how often and how early verdicts are right. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description =
                "Judges simulated runs with the engine of the quality job and with the rules people"
                        + " use instead, and prints how often and how early each is right.")
final class SimulateCommand implements Callable<Integer> {

    @Option(
            names = "--scenario",
            description =
                    "NONE (an unchanged model) or how the model is worse: ${COMPLETION-CANDIDATES}."
                            + " Default: NONE.")
    private Regression scenario = Regression.NONE;

    @Option(
            names = "--drop",
            split = ",",
            paramLabel = "SHARE",
            description =
                    "Relative drops, such as 0.05,0.15. Default: 0.15; none without scenario.")
    private List<Double> drops = List.of(0.15);

    @Option(names = "--runs", description = "Simulated runs per drop. Default: 1000.")
    private int runs = 1000;

    @Option(names = "--seed", description = "Seed; the same seed gives the same runs. Default: 1.")
    private long seed = 1;

    @Option(names = "--samples", description = "Samples of a run. Default: 1000.")
    private int samples = 1000;

    @Option(names = "--accuracy", description = "Mean score of the healthy model. Default: 0.7.")
    private double accuracy = 0.7;

    @Option(
            names = "--flip-rate",
            description = "Share of samples that two healthy runs differ on. Default: 0.05.")
    private double flipRate = 0.05;

    @Option(names = "--baseline-runs", description = "Runs of the baseline. Default: 5.")
    private int baselineRuns = 5;

    @Option(
            names = "--concurrency",
            description =
                    "Samples in flight at once; wrong ones finish five times faster."
                            + " Default: 32.")
    private int concurrency = 32;

    @Option(names = "--lost", description = "Share of samples that never arrive. Default: 0.")
    private double lost;

    @Option(names = "--repeated", description = "Share of samples that arrive twice. Default: 0.")
    private double repeated;

    @Option(names = "--judge-noise", description = "Share of scores turned over. Default: 0.")
    private double judgeNoise;

    @Option(names = "--threshold", description = "Relative drop that breaches. Default: 0.10.")
    private double threshold = 0.10;

    @Option(names = "--alpha", description = "Accepted false alarms per run. Default: 0.01.")
    private double alpha = 0.01;

    @Override
    public Integer call() throws InterruptedException {
        require(runs >= 1, "--runs: at least one run is needed, not " + runs);
        require(
                threshold > 0 && threshold < 1,
                "--threshold: lies between 0 and 1, not at " + threshold);
        require(alpha > 0 && alpha < 1, "--alpha: lies between 0 and 1, not at " + alpha);
        Console console = Console.standard();
        int threads = Runtime.getRuntime().availableProcessors();
        for (double drop : scenario == Regression.NONE ? List.of(0.0) : drops) {
            long begun = System.nanoTime();
            StudyResult result =
                    new SimulationStudy(scenario(drop), threshold, alpha, seed).run(runs, threads);
            console.result(result.table().stripTrailing());
            console.line(
                    String.format(
                            Locale.ROOT,
                            "%d runs, seed %d, in %.1f s",
                            runs,
                            seed,
                            (System.nanoTime() - begun) / 1e9));
        }
        return ExitCode.PASS;
    }

    private static void require(boolean holds, String fault) {
        if (!holds) {
            throw new UsageException(fault);
        }
    }

    private Scenario scenario(double drop) {
        try {
            Scenario base =
                    Scenario.healthy(samples, accuracy, flipRate, baselineRuns)
                            .inFlight(concurrency, 5)
                            .disturbed(judgeNoise, lost, repeated);
            return scenario == Regression.NONE ? base : base.with(scenario, drop);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "the scenario cannot be: " + e.getMessage() + "; see simulate --help");
        }
    }
}
