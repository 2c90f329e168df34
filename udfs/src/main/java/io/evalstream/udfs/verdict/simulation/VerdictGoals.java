package io.evalstream.udfs.verdict.simulation;

import io.evalstream.udfs.verdict.SliceEngine;
import io.evalstream.udfs.verdict.simulation.GoalResult.Figure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/** Measures on simulated runs what is required of the verdicts; a seed gives one result. */
public final class VerdictGoals {

    private static final double ALPHA = 0.01;
    private static final double THRESHOLD = 0.10;

    /** Without a miss in so many runs, 1 % of misses is refuted at the level of 5 %. */
    private static final int BAD_RUNS = 299;

    /** Likewise 0.1 % of false alarms. */
    private static final int HEALTHY_RUNS = 2995;

    private static final int SUBJECT_RUNS = 2000;

    /** A good tenth more releases are drawn than are needed, as some end above the threshold. */
    private static final double SPARE = 1.15;

    /** Wrong answers finish five times faster, the order of arrival being that far from random. */
    private static final double SPEEDUP = 5;

    private static final Scenario REFERENCE =
            Scenario.healthy(1000, 0.7, 0.05, 5).inFlight(32, SPEEDUP);

    private static final Scenario SUBJECTS =
            Scenario.healthy(3000, 0.7, 0.05, 5).slicedInto(8, 200.0 / 3000).inFlight(32, SPEEDUP);

    private final int threads;
    private final OptionalInt runs;
    private final Consumer<String> progress;
    private final SplittableRandom seeds;

    /**
     * @param seed the same seed gives the same result
     * @param threads how many runs at the same time, at least 1
     * @param runs runs per goal, at least 1; without it as many as the goal is stated for
     * @param progress is told in words what is being measured
     */
    public VerdictGoals(long seed, int threads, OptionalInt runs, Consumer<String> progress) {
        this.threads = threads;
        this.runs = runs;
        this.progress = progress;
        seeds = new SplittableRandom(seed);
    }

    /**
     * Measures every goal.
     *
     * @throws InterruptedException when interrupted while waiting for the threads
     */
    public List<GoalResult> measure() throws InterruptedException {
        List<GoalResult> results = new ArrayList<>();
        results.add(knownBad());
        results.add(falseBreaches());
        results.addAll(speed());
        results.add(halfADrop());
        results.add(clearance());
        results.addAll(subjects());
        return results;
    }

    /** Bad releases of several kinds; noise, losses and repetitions as in practice. */
    private GoalResult knownBad() throws InterruptedException {
        progress.accept("bad releases of several kinds");
        Scenario small = practice(Scenario.healthy(500, 0.7, 0.05, 5));
        Scenario medium = practice(Scenario.healthy(1000, 0.7, 0.05, 5));
        Scenario large = practice(Scenario.healthy(3000, 0.6, 0.08, 5));
        List<StudyResult> studies =
                studies(
                        (int) Math.ceil(SPARE * runs.orElse(BAD_RUNS)),
                        small.with(Regression.RANDOM_BREAKS, 0.2),
                        small.with(Regression.UNIFORM_SHIFT, 0.2),
                        small.with(Regression.DIFFICULT_BREAKS, 0.2),
                        small.with(Regression.RANDOM_BREAKS, 0.8),
                        medium.with(Regression.RANDOM_BREAKS, 0.15),
                        medium.with(Regression.TRUNCATION, 0.15),
                        medium.with(Regression.ONE_SLICE, 0.8),
                        medium.with(Regression.DRIFT, 0.05),
                        large.with(Regression.UNIFORM_SHIFT, 0.14),
                        large.with(Regression.DIFFICULT_BREAKS, 0.13));
        Share early =
                total(
                        studies,
                        s ->
                                new Share(
                                        s.alertedEarly() - s.alertedEarlyBelow(),
                                        s.breachingRuns()));
        return ofShare(
                "known-bad releases found (measured drop >= 10 %, N >= 500)",
                0.99,
                true,
                total(studies, StudyResult::found),
                rule -> total(studies, s -> s.rules().get(rule).found()),
                String.format(Locale.ROOT, "%.1f %% of them before the end", 100 * early.value()));
    }

    private static Scenario practice(Scenario scenario) {
        return scenario.inFlight(32, SPEEDUP).disturbed(0.01, 0.001, 0.02);
    }

    private GoalResult falseBreaches() throws InterruptedException {
        progress.accept("unchanged models");
        List<StudyResult> studies =
                studies(
                        runs.orElse(HEALTHY_RUNS),
                        Scenario.healthy(200, 0.7, 0.05, 5).inFlight(25, SPEEDUP),
                        Scenario.healthy(500, 0.5, 0.10, 5).inFlight(32, SPEEDUP),
                        Scenario.healthy(1000, 0.9, 0.02, 5).inFlight(32, SPEEDUP),
                        practice(Scenario.healthy(1000, 0.7, 0.05, 5)),
                        Scenario.healthy(3000, 0.7, 0.05, 5).inFlight(32, SPEEDUP));
        // Nothing has changed, so an alarm is false even where chance makes a drop of the size.
        return ofShare(
                "false BREACH per healthy run (N >= 200)",
                0.001,
                false,
                total(studies, s -> ofAllRuns(s, s.found(), s.falselyCalled())),
                rule ->
                        total(
                                studies,
                                s ->
                                        ofAllRuns(
                                                s,
                                                s.rules().get(rule).found(),
                                                s.rules().get(rule).falseAlarms())),
                "");
    }

    private static Share ofAllRuns(StudyResult study, Share breaching, Share others) {
        return new Share(breaching.count() + others.count(), study.runs());
    }

    private List<GoalResult> speed() throws InterruptedException {
        List<GoalResult> results = new ArrayList<>();
        StudyResult fifteen = drop(0.15);
        results.add(
                ofQuantile(
                        "15 % drop: samples until the alert, median",
                        0.25,
                        fifteen.medianAlertShare(),
                        fifteen.breachingRuns(),
                        rule -> fifteen.rules().get(rule).medianAlarmShare()));
        results.add(
                ofQuantile(
                        "15 % drop: samples until the alert, p95",
                        0.45,
                        fifteen.p95AlertShare(),
                        fifteen.breachingRuns(),
                        rule -> fifteen.rules().get(rule).p95AlarmShare()));
        StudyResult twenty = drop(0.20);
        results.add(
                ofQuantile(
                        "20 % drop: samples until the alert, median",
                        0.15,
                        twenty.medianAlertShare(),
                        twenty.breachingRuns(),
                        rule -> twenty.rules().get(rule).medianAlarmShare()));
        StudyResult thirty = drop(0.30);
        results.add(
                ofQuantile(
                        "30 % drop: samples until the alert, median",
                        0.08,
                        thirty.medianAlertShare(),
                        thirty.breachingRuns(),
                        rule -> thirty.rules().get(rule).medianAlarmShare()));
        return results;
    }

    private GoalResult halfADrop() throws InterruptedException {
        StudyResult study = drop(0.05);
        return ofShare(
                "true 5 % drop called a breach early",
                0.03,
                false,
                new Share(study.alertedEarly(), study.runs()),
                rule ->
                        ofAllRuns(
                                study,
                                study.rules().get(rule).found(),
                                study.rules().get(rule).falseAlarms()),
                "");
    }

    private StudyResult drop(double drop) throws InterruptedException {
        progress.accept(String.format(Locale.ROOT, "drops of %.0f %%", 100 * drop));
        int count = runs.orElse(HEALTHY_RUNS);
        return studies(count, REFERENCE.with(Regression.RANDOM_BREAKS, drop)).get(0);
    }

    private GoalResult clearance() throws InterruptedException {
        progress.accept("clearance of an unchanged model");
        StudyResult study = studies(runs.orElse(HEALTHY_RUNS), REFERENCE).get(0);
        return ofQuantile(
                "healthy run: samples until it is cleared, median",
                0.20,
                study.medianClearShare(),
                study.runs() - study.breachingRuns(),
                rule -> Double.NaN);
    }

    private List<GoalResult> subjects() throws InterruptedException {
        progress.accept("a subject of 200 samples that is down 30 %, hidden by the others");
        int count = runs.orElse(SUBJECT_RUNS);
        SliceStudy.Result hidden = subjects(SUBJECTS.with(Regression.HIDDEN_SLICE, 0.3), count);
        progress.accept("subjects of an unchanged model");
        SliceStudy.Result unchanged = subjects(SUBJECTS, count);
        return List.of(
                ofShare(
                        "subject of 200 samples down 30 %, average unchanged: found",
                        0.95,
                        true,
                        hidden.engine().first(),
                        rule -> hidden.rules().get(rule).first(),
                        String.format(
                                Locale.ROOT,
                                "%.1f %% before the end, after a median of %.1f %% of the samples",
                                100 * hidden.engine().firstBeforeEnd().value(),
                                100 * hidden.engine().medianShare())),
                ofShare(
                        "runs with a false subject, beside that subject",
                        0.01,
                        false,
                        hidden.engine().others(),
                        rule -> hidden.rules().get(rule).others(),
                        ""),
                ofShare(
                        "runs with a false subject, model unchanged",
                        0.01,
                        false,
                        unchanged.engine().any(),
                        rule -> unchanged.rules().get(rule).any(),
                        ""));
    }

    private SliceStudy.Result subjects(Scenario scenario, int count) throws InterruptedException {
        return new SliceStudy(scenario, THRESHOLD, SliceEngine.ALPHA, seeds.nextLong())
                .run(count, threads);
    }

    /** One study for each scenario, the runs being shared out evenly. */
    private List<StudyResult> studies(int count, Scenario... scenarios)
            throws InterruptedException {
        int each = (count + scenarios.length - 1) / scenarios.length;
        List<StudyResult> studies = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            studies.add(
                    new SimulationStudy(scenario, THRESHOLD, ALPHA, seeds.nextLong())
                            .run(each, threads));
        }
        return studies;
    }

    private static Share total(List<StudyResult> studies, Function<StudyResult, Share> share) {
        return studies.stream().map(share).reduce(new Share(0, 0), Share::plus);
    }

    private static GoalResult ofShare(
            String goal,
            double required,
            boolean atLeast,
            Share reached,
            Function<ComparisonRule, Share> rules,
            String note) {
        return new GoalResult(
                goal,
                required,
                atLeast,
                Figure.of(reached),
                reached.of(),
                byRule(rule -> Figure.of(rules.apply(rule))),
                note);
    }

    private static GoalResult ofQuantile(
            String goal,
            double required,
            double reached,
            int runs,
            Function<ComparisonRule, Double> rules) {
        return new GoalResult(
                goal,
                required,
                false,
                Figure.of(reached),
                runs,
                byRule(rule -> Figure.of(rules.apply(rule))),
                "");
    }

    private static Map<ComparisonRule, Figure> byRule(Function<ComparisonRule, Figure> figure) {
        EnumMap<ComparisonRule, Figure> figures = new EnumMap<>(ComparisonRule.class);
        for (ComparisonRule rule : ComparisonRule.values()) {
            figures.put(rule, figure.apply(rule));
        }
        return Map.copyOf(figures);
    }
}
