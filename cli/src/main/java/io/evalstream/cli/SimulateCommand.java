package io.evalstream.cli;

import io.evalstream.udfs.verdict.simulation.GoalResult;
import io.evalstream.udfs.verdict.simulation.Regression;
import io.evalstream.udfs.verdict.simulation.Scenario;
import io.evalstream.udfs.verdict.simulation.SimulationStudy;
import io.evalstream.udfs.verdict.simulation.StudyResult;
import io.evalstream.udfs.verdict.simulation.VerdictGoals;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/** Shows on simulated runs how often and how early verdicts are right. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description =
                "Judges simulated runs with the engine of the quality job and with the rules people"
                        + " use instead, and prints how often and how early each is right.")
final class SimulateCommand implements Callable<Integer> {

    private static final int DEFAULT_RUNS = 1000;
    private static final int DEFAULT_JOB_RUNS = 300;

    @Option(
            names = "--goals",
            description =
                    "Measures instead all goals that are set for the verdicts, beside the rules"
                            + " people use, and exits with 1 if one is not met. Only --runs (per"
                            + " goal, default: what the goal is stated for) and --seed apply.")
    private boolean goals;

    @Option(
            names = "--job",
            description =
                    "Sends the runs as events through the real job instead (broker, Flink,"
                            + " ClickHouse, Teams recorder), compares it with the engine and exits"
                            + " with 1 if a goal is not met or a decision differs. All scenarios"
                            + " but DRIFT, whose earlier releases breach themselves.")
    private boolean job;

    @Mixin private Ports ports;

    @ParentCommand private Evalstream root;

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

    @Option(
            names = "--runs",
            description = "Simulated runs per drop. Default: 1000; 300 with --job.")
    private Integer runs;

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
    public Integer call() throws Exception {
        require(runs == null || runs >= 1, "--runs: at least one run is needed, not " + runs);
        require(
                threshold > 0 && threshold < 1,
                "--threshold: lies between 0 and 1, not at " + threshold);
        require(alpha > 0 && alpha < 1, "--alpha: lies between 0 and 1, not at " + alpha);
        Console console = Console.standard();
        int threads = Runtime.getRuntime().availableProcessors();
        require(!goals || !job, "--goals and --job exclude each other");
        if (job) {
            require(
                    scenario != Regression.DRIFT,
                    "--job: the earlier releases of DRIFT are no baseline of the job");
            return throughTheJob(console);
        }
        return goals ? measureGoals(console, threads) : showScenario(console, threads);
    }

    private int measureGoals(Console console, int threads) throws InterruptedException {
        OptionalInt perGoal = runs == null ? OptionalInt.empty() : OptionalInt.of(runs);
        VerdictGoals measured = new VerdictGoals(seed, threads, perGoal, console::line);
        List<GoalResult> results = measured.measure();
        console.result(GoalTable.of(results));
        console.line(
                String.format(
                        Locale.ROOT,
                        "seed %d, %.1f s of CPU time on %d processors, Java %s, %s %s",
                        seed,
                        cpuSeconds(),
                        threads,
                        System.getProperty("java.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch")));
        return exitCode(results);
    }

    static int exitCode(List<GoalResult> results) {
        return results.stream().allMatch(GoalResult::isMet) ? ExitCode.PASS : ExitCode.BREACH;
    }

    /** Of this process, which did nothing else; NaN where the system does not tell. */
    private static double cpuSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(duration -> duration.toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    private int showScenario(Console console, int threads) throws InterruptedException {
        int count = runs == null ? DEFAULT_RUNS : runs;
        for (double drop : scenario == Regression.NONE ? List.of(0.0) : drops) {
            long begun = System.nanoTime();
            StudyResult result =
                    new SimulationStudy(scenario(drop), threshold, alpha, seed).run(count, threads);
            console.result(result.table().stripTrailing());
            console.line(
                    String.format(
                            Locale.ROOT,
                            "%d runs, seed %d, in %.1f s",
                            count,
                            seed,
                            (System.nanoTime() - begun) / 1e9));
        }
        return ExitCode.PASS;
    }

    private int throughTheJob(Console console) throws Exception {
        List<Scenario> scenarios = new ArrayList<>();
        for (double drop : scenario == Regression.NONE ? List.of(0.0) : drops) {
            scenarios.add(scenario(drop));
        }
        int count = runs == null ? DEFAULT_JOB_RUNS : runs;
        boolean isGood = true;
        try (ScratchDirectory scratch = ScratchDirectory.create("evalstream-simulate")) {
            Logs.to(scratch.path().resolve("evalstream.log"), root.verbose);
            JobStudies studies = new JobStudies(scratch.path(), ports, threshold, alpha, console);
            for (Scenario simulated : scenarios) {
                isGood &= studies.judge(simulated, seed, count);
            }
        }
        return isGood ? ExitCode.PASS : ExitCode.BREACH;
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
