package io.evalstream.udfs.verdict.simulation;

import io.evalstream.udfs.verdict.DropTarget;
import io.evalstream.udfs.verdict.EBonferroni;
import io.evalstream.udfs.verdict.EarlyVerdict;
import io.evalstream.udfs.verdict.PrefixEngine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Sends many simulated runs through the prefix engine and through the rules it is compared with.
 *
 * <p>Runs are independent and numbered, so the result depends on the seed only, not on the number
 * of threads.
 */
public final class SimulationStudy {

    private final Scenario scenario;
    private final double threshold;
    private final double alpha;
    private final long seed;

    /**
     * @param threshold τ, the relative drop that breaches, in (0, 1)
     * @param alpha accepted probability of a false alarm per run, shared by all metrics, in (0, 1)
     */
    public SimulationStudy(Scenario scenario, double threshold, double alpha, long seed) {
        this.scenario = scenario;
        this.threshold = threshold;
        this.alpha = alpha;
        this.seed = seed;
    }

    /**
     * @param runs how many runs, at least 1
     * @param threads how many at the same time, at least 1
     * @throws InterruptedException when interrupted while waiting for the threads
     */
    public StudyResult run(int runs, int threads) throws InterruptedException {
        Simulation simulation = new Simulation(scenario, seed);
        return summarize(
                IndependentRuns.judge(runs, threads, number -> judge(simulation.draw(number))));
    }

    /**
     * What happened in one run; counts of arrived samples are 0 where an event has not happened.
     *
     * @param breaches whether the drop of any metric, nothing missing, is at the threshold
     * @param calledAtEnd whether the finished run is called a breach by what arrived
     */
    private record Outcome(
            boolean breaches,
            boolean calledAtEnd,
            int breach,
            int certain,
            int clear,
            EnumMap<ComparisonRule, Integer> rules) {

        boolean isCalled() {
            return breach > 0 || calledAtEnd;
        }
    }

    private Outcome judge(SimulatedRun run) {
        boolean breaches = false;
        boolean calledAtEnd = false;
        int breach = 0;
        int certain = 0;
        int clear = 0;
        EnumMap<ComparisonRule, Integer> rules = new EnumMap<>(ComparisonRule.class);
        double share = StrictMath.exp(-EBonferroni.threshold(scenario.scoring().metrics(), alpha));
        for (int metric = 0; metric < scenario.scoring().metrics(); metric++) {
            breaches |= run.breaches(metric, threshold);
            calledAtEnd |= run.breachesAsArrived(metric, threshold);
            int[] alarms = stream(run, metric, share);
            breach = earlier(breach, alarms[0]);
            certain = earlier(certain, alarms[1]);
            // The run is clear when its last metric is.
            clear = metric == 0 || clear > 0 && alarms[2] > 0 ? Math.max(clear, alarms[2]) : 0;
            for (ComparisonRule rule : ComparisonRule.values()) {
                rules.merge(
                        rule,
                        rule.firstAlarm(run, metric, threshold, alpha),
                        SimulationStudy::earlier);
            }
        }
        return new Outcome(breaches, calledAtEnd, breach, certain, clear, rules);
    }

    private static int earlier(int a, int b) {
        return a == 0 ? b : b == 0 ? a : Math.min(a, b);
    }

    /** How many samples had arrived when the run was called a breach, certain, and clear. */
    private int[] stream(SimulatedRun run, int metric, double share) {
        PrefixEngine engine =
                new PrefixEngine(
                        run.baseline()[metric],
                        DropTarget.of(run.meanBaseline(metric), threshold),
                        share);
        int[] arrived = new int[3];
        for (int sample : run.arrivals()) {
            if (!engine.record(sample, run.scores()[metric][sample])) {
                continue;
            }
            EarlyVerdict verdict = engine.evaluate();
            if (verdict == EarlyVerdict.UNDECIDED) {
                continue;
            }
            note(arrived, 2, engine, verdict == EarlyVerdict.CLEAR_EARLY);
            note(arrived, 1, engine, verdict == EarlyVerdict.BREACH_CERTAIN);
            note(arrived, 0, engine, verdict != EarlyVerdict.CLEAR_EARLY);
        }
        return arrived;
    }

    private static void note(int[] arrived, int event, PrefixEngine engine, boolean happened) {
        if (happened && arrived[event] == 0) {
            arrived[event] = engine.arrived();
        }
    }

    private StudyResult summarize(List<Outcome> outcomes) {
        int breaching = 0;
        int found = 0;
        int falselyCalled = 0;
        int early = 0;
        int earlyBelow = 0;
        int certain = 0;
        int certainBelow = 0;
        int cleared = 0;
        int clearedBreaching = 0;
        List<Integer> alertedAt = new ArrayList<>();
        List<Integer> certainAt = new ArrayList<>();
        List<Integer> clearedAt = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            boolean breaches = outcome.breaches();
            breaching += breaches ? 1 : 0;
            found += breaches && outcome.isCalled() ? 1 : 0;
            falselyCalled += !breaches && outcome.isCalled() ? 1 : 0;
            early += outcome.breach() > 0 ? 1 : 0;
            earlyBelow += outcome.breach() > 0 && !breaches ? 1 : 0;
            certain += outcome.certain() > 0 ? 1 : 0;
            certainBelow += outcome.certain() > 0 && !breaches ? 1 : 0;
            cleared += outcome.clear() > 0 ? 1 : 0;
            clearedBreaching += outcome.clear() > 0 && breaches ? 1 : 0;
            if (breaches) {
                // Without an early alert the one at the end of the run remains.
                alertedAt.add(outcome.breach() > 0 ? outcome.breach() : scenario.samples());
                certainAt.add(outcome.certain() > 0 ? outcome.certain() : scenario.samples());
            } else {
                clearedAt.add(outcome.clear() > 0 ? outcome.clear() : scenario.samples());
            }
        }
        EnumMap<ComparisonRule, StudyResult.RuleResult> rules = new EnumMap<>(ComparisonRule.class);
        for (ComparisonRule rule : ComparisonRule.values()) {
            rules.put(rule, summarize(outcomes, rule, breaching));
        }
        return new StudyResult(
                scenario,
                outcomes.size(),
                breaching,
                new Share(found, breaching),
                new Share(falselyCalled, outcomes.size() - breaching),
                early,
                earlyBelow,
                certain,
                certainBelow,
                cleared,
                clearedBreaching,
                share(alertedAt, 0.5),
                share(alertedAt, 0.95),
                share(certainAt, 0.5),
                share(clearedAt, 0.5),
                Map.copyOf(rules));
    }

    private StudyResult.RuleResult summarize(
            List<Outcome> outcomes, ComparisonRule rule, int breaching) {
        int found = 0;
        int below = 0;
        List<Integer> foundAt = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            int alarm = outcome.rules().get(rule);
            found += alarm > 0 && outcome.breaches() ? 1 : 0;
            below += alarm > 0 && !outcome.breaches() ? 1 : 0;
            if (alarm > 0 && outcome.breaches()) {
                foundAt.add(alarm);
            }
        }
        return new StudyResult.RuleResult(
                new Share(found, breaching),
                new Share(below, outcomes.size() - breaching),
                share(foundAt, 0.5),
                share(foundAt, 0.95));
    }

    private double share(List<Integer> counts, double quantile) {
        return Quantiles.share(counts, quantile, scenario.samples());
    }
}
