package io.evalstream.k8s.metrics;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.api.EvalRunStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * How the runs stand that there are: computed from their statuses at each scrape, so that a restart
 * changes nothing and every replica says the same. A deleted run is counted no longer.
 */
public final class RunMetrics implements MultiCollector {

    /** Around the two hours in which a report is due. */
    private static final double[] REPORT_SECONDS = {
        300, 900, 1800, 2700, 3600, 4500, 5400, 6300, 7200, 9000, 10800, 14400, 21600
    };

    private static final double[] STEP_SECONDS = {
        1, 5, 15, 60, 180, 300, 600, 900, 1800, 2700, 3600, 5400, 7200, 14400
    };

    private final Supplier<? extends Collection<EvalRun>> runs;

    public RunMetrics(Supplier<? extends Collection<EvalRun>> runs) {
        this.runs = runs;
    }

    @Override
    public MetricSnapshots collect() {
        Map<String, Double> phases = new TreeMap<>();
        for (EvalRunStatus.Phase phase : EvalRunStatus.Phase.values()) {
            phases.put(phase.name(), 0.0);
        }
        Map<String, Double> verdicts = new TreeMap<>();
        for (String decision : new String[] {"PASS", "BREACH", "INCONCLUSIVE", "NO_BASELINE"}) {
            verdicts.put(decision, 0.0);
        }
        Distribution reports = new Distribution("", REPORT_SECONDS);
        Distribution steps = new Distribution("step", STEP_SECONDS);
        Map<String, Double> budgets = new TreeMap<>();
        double used = 0;
        double saved = 0;
        for (EvalRun run : runs.get()) {
            EvalRunStatus status = run.getStatus();
            if (status == null || status.phase() == null) {
                phases.merge(EvalRunStatus.Phase.PENDING.name(), 1.0, Double::sum);
                continue;
            }
            phases.merge(status.phase().name(), 1.0, Double::sum);
            if (status.verdict() != null && status.verdict().decision() != null) {
                verdicts.merge(status.verdict().decision(), 1.0, Double::sum);
            }
            used += orZero(status.gpuSecondsUsed());
            saved += orZero(status.gpuSecondsSaved());
            addReport(run, reports);
            addSteps(status, steps);
            addBudget(run, budgets);
        }
        return MetricSnapshots.builder()
                .metricSnapshot(gauges("evalstream_runs", "Runs that there are.", "phase", phases))
                .metricSnapshot(
                        gauges(
                                "evalstream_run_verdicts",
                                "Runs with a verdict, by what it is.",
                                "decision",
                                verdicts))
                .metricSnapshot(
                        reports.snapshot(
                                "evalstream_release_to_report_seconds",
                                "From a push to its report, of the runs that there are."))
                .metricSnapshot(
                        steps.snapshot(
                                "evalstream_run_step_seconds",
                                "How long finished steps took, of the runs that there are."))
                .metricSnapshot(
                        gauge(
                                "evalstream_gpu_seconds_used",
                                "By the pods of the runs that there are.",
                                used))
                .metricSnapshot(
                        gauge(
                                "evalstream_gpu_seconds_saved",
                                "By ending runs early, of the runs that there are.",
                                saved))
                .metricSnapshot(
                        gauges(
                                "evalstream_run_budget_used_ratio",
                                "GPU-seconds used of those allowed, of runs that go on.",
                                "run",
                                budgets))
                .build();
    }

    private static void addReport(EvalRun run, Distribution reports) {
        EvalRunStatus status = run.getStatus();
        if (status.phase() == EvalRunStatus.Phase.SUCCEEDED) {
            seconds(run.getMetadata().getCreationTimestamp(), status.finishedAt())
                    .ifPresent(seconds -> reports.add("", seconds));
        }
    }

    private static void addSteps(EvalRunStatus status, Distribution steps) {
        if (status.steps() != null) {
            for (EvalRunStatus.StepStatus step : status.steps()) {
                seconds(step.startedAt(), step.finishedAt())
                        .ifPresent(seconds -> steps.add(step.name(), seconds));
            }
        }
    }

    private static void addBudget(EvalRun run, Map<String, Double> budgets) {
        boolean hasBudget =
                run.getSpec() != null
                        && run.getSpec().budget() != null
                        && run.getSpec().budget().gpuSeconds() != null;
        if (hasBudget && !run.getStatus().phase().isFinal()) {
            double allowed = run.getSpec().budget().gpuSeconds();
            budgets.put(
                    run.getMetadata().getName(),
                    orZero(run.getStatus().gpuSecondsUsed()) / allowed);
        }
    }

    private static double orZero(Long value) {
        return value == null ? 0 : value;
    }

    private static OptionalDouble seconds(String from, String to) {
        if (from == null || to == null) {
            return OptionalDouble.empty();
        }
        try {
            Duration between =
                    Duration.between(OffsetDateTime.parse(from), OffsetDateTime.parse(to));
            return OptionalDouble.of(Math.max(0, between.toMillis() / 1e3));
        } catch (DateTimeException e) {
            // The status of a run that somebody wrote by hand hides no other run.
            return OptionalDouble.empty();
        }
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static GaugeSnapshot gauges(
            String name, String help, String label, Map<String, Double> values) {
        GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder().name(name).help(help);
        values.forEach(
                (key, value) ->
                        snapshot.dataPoint(
                                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                        .labels(Labels.of(label, key))
                                        .value(value)
                                        .build()));
        return snapshot.build();
    }
}
