package io.evalstream.cli;

import io.evalstream.jobs.quality.QualityOptions;
import io.evalstream.udfs.verdict.simulation.Scenario;

import org.apache.flink.configuration.Configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Studies of scenarios, each on a stack of its own, and what they cost. */
final class JobStudies {

    private static final int MOST_DIFFERENCES = 5;

    private final Path directory;
    private final Ports ports;
    private final double threshold;
    private final double alpha;
    private final Console console;
    private int count;

    /**
     * @param directory for the data of the services
     */
    JobStudies(Path directory, Ports ports, double threshold, double alpha, Console console) {
        this.directory = directory;
        this.ports = ports;
        this.threshold = threshold;
        this.alpha = alpha;
        this.console = console;
    }

    /**
     * Sends candidates of a scenario through the job and prints what became of them.
     *
     * @return whether all goals are met and all decisions are those of the engine
     */
    boolean judge(Scenario scenario, long seed, int runs) throws Exception {
        Configuration options = JobConfiguration.read(Optional.empty());
        options.set(QualityOptions.THRESHOLD, Double.toString(threshold));
        options.set(QualityOptions.ALPHA, alpha);
        options.set(QualityOptions.BASELINE_RUNS, scenario.model().baselineRuns());
        console.line("starting Kafka, ClickHouse, S3, Flink and the Teams recorder");
        Path data = directory.resolve("study-" + count++);
        try (Pipeline pipeline =
                Pipeline.start(data, ports, Optional.empty(), options, console::line)) {
            OptionalLong engine = pipeline.stack().clickhouse().pid();
            double cpuBefore = cpuSeconds(engine);
            long begun = System.nanoTime();
            JobStudy study = new JobStudy(pipeline, threshold, alpha);
            List<JobTrial> trials = study.run("simulated", scenario, seed, runs);
            pipeline.drain();
            double seconds = (System.nanoTime() - begun) / 1e9;
            double cpu = cpuSeconds(engine) - cpuBefore;
            JobStudy.Told told = study.takeAlerts();
            int cards = pipeline.stack().teams().cards().size();
            JobStudyResult result = new JobStudyResult(scenario, trials);
            console.result(result.table());
            console.result(
                    String.format(
                            Locale.ROOT,
                            "  %-20s %d for %d alerts; on healthy runs before %d raised, %d digests",
                            "Teams cards",
                            cards,
                            told.alerts(),
                            told.raisedOnHealthy(),
                            told.othersOnHealthy()));
            result.differing().stream()
                    .limit(MOST_DIFFERENCES)
                    .forEach(trial -> console.warn(trial.difference()));
            console.line(
                    String.format(
                            Locale.ROOT,
                            "%d candidates, seed %d, %,d events in %.1f s (%,.0f/s), %.1f s of CPU"
                                    + " time of all services",
                            runs,
                            seed,
                            study.events(),
                            seconds,
                            study.events() / seconds,
                            cpu));
            return result.isWithinGoals() && told.raisedOnHealthy() == 0 && cards == told.alerts();
        }
    }

    /** Of this process and the engine's. */
    private static double cpuSeconds(OptionalLong engine) {
        double own = cpuSeconds(ProcessHandle.current());
        return engine.isEmpty()
                ? own
                : own
                        + ProcessHandle.of(engine.getAsLong())
                                .map(JobStudies::cpuSeconds)
                                .orElse(0.0);
    }

    private static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
    }
}
