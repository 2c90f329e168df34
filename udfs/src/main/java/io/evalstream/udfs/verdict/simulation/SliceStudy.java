package io.evalstream.udfs.verdict.simulation;

import io.evalstream.udfs.verdict.Slice;
import io.evalstream.udfs.verdict.SliceEngine;
import io.evalstream.udfs.verdict.SliceFinding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Sends many simulated runs through the slice engine and through the rules it is compared with,
 * each of which gets an equal share of the same budget of false alarms for every slice.
 */
public final class SliceStudy {

    private final Scenario scenario;
    private final double threshold;
    private final double alpha;
    private final long seed;

    /**
     * @param scenario of a regression in the first slice or of none, with one metric
     * @param threshold τ, the relative drop that is found, in (0, 1)
     * @param alpha accepted probability of any false finding per run, in (0, 1)
     */
    public SliceStudy(Scenario scenario, double threshold, double alpha, long seed) {
        this.scenario = scenario;
        this.threshold = threshold;
        this.alpha = alpha;
        this.seed = seed;
    }

    /**
     * In how many runs something was found.
     *
     * @param first runs with a drop found in the first slice, before their end or at it
     * @param firstBeforeEnd those in which it was found before the end
     * @param others runs with a finding of any kind in another slice
     * @param any runs with a finding in any slice
     * @param medianShare median share of the run's samples at the first finding in the first slice,
     *     over the runs with one before the end; NaN without such runs
     */
    public record Findings(
            Share first, Share firstBeforeEnd, Share others, Share any, double medianShare) {}

    /**
     * @param engine how the slice engine fared
     * @param rules how the rules for comparison fared
     */
    public record Result(Findings engine, Map<ComparisonRule, Findings> rules) {}

    /**
     * @param first how many samples of the run had arrived when the first slice was found, the
     *     number of samples at the end; 0 when it was not
     * @param early whether that was before the end
     * @param others whether anything was found in another slice
     * @param any whether anything was found in any
     */
    private record Outcome(int first, boolean early, boolean others, boolean any) {}

    private record Outcomes(Outcome engine, EnumMap<ComparisonRule, Outcome> rules) {}

    /**
     * @param runs how many runs, at least 1
     * @param threads how many at the same time, at least 1
     * @throws InterruptedException when interrupted while waiting for the threads
     */
    public Result run(int runs, int threads) throws InterruptedException {
        Simulation simulation = new Simulation(scenario, seed);
        List<Outcomes> outcomes =
                IndependentRuns.judge(
                        runs,
                        threads,
                        number -> {
                            SimulatedRun run = simulation.draw(number);
                            return new Outcomes(engine(run), rules(run));
                        });
        EnumMap<ComparisonRule, Findings> rules = new EnumMap<>(ComparisonRule.class);
        for (ComparisonRule rule : ComparisonRule.values()) {
            rules.put(rule, findings(outcomes.stream().map(o -> o.rules().get(rule)).toList()));
        }
        return new Result(
                findings(outcomes.stream().map(Outcomes::engine).toList()), Map.copyOf(rules));
    }

    private Outcome engine(SimulatedRun run) {
        SliceEngine engine = new SliceEngine(run.samples(), slices(run), threshold, alpha);
        boolean[] seen = new boolean[run.samples()];
        int arrived = 0;
        int found = 0;
        int first = 0;
        boolean others = false;
        for (int sample : run.arrivals()) {
            if (seen[sample]) {
                continue;
            }
            seen[sample] = true;
            arrived++;
            engine.record(
                    sample,
                    name(run.slices()[sample]),
                    run.baseline()[0][sample],
                    run.scores()[0][sample]);
            if (!engine.isDue() || engine.evaluate() == found) {
                continue;
            }
            found = engine.evaluate();
            for (SliceFinding finding : engine.findings()) {
                boolean isFirst = finding.name().equals(name(0));
                boolean isFound = finding.result() != SliceFinding.Result.NONE;
                others |= isFound && !isFirst;
                first = isFound && isFirst && first == 0 ? arrived : first;
            }
        }
        boolean early = first > 0;
        boolean any = found > 0;
        for (SliceFinding finding : engine.finish()) {
            boolean isFirst = finding.name().equals(name(0));
            boolean isFound = finding.result() != SliceFinding.Result.NONE;
            any |= isFound;
            others |= isFound && !isFirst;
            if (isFirst && first == 0 && finding.result() == SliceFinding.Result.DROP) {
                first = run.samples();
            }
        }
        return new Outcome(first, early, others, any);
    }

    private EnumMap<ComparisonRule, Outcome> rules(SimulatedRun run) {
        int count = scenario.slices().count();
        List<SimulatedRun> parts = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            parts.add(run.ofSlice(s));
        }
        EnumMap<ComparisonRule, Outcome> outcomes = new EnumMap<>(ComparisonRule.class);
        for (ComparisonRule rule : ComparisonRule.values()) {
            int first = rule.firstAlarm(parts.get(0), 0, threshold, alpha / count);
            boolean others = false;
            for (int s = 1; s < count; s++) {
                others |= rule.firstAlarm(parts.get(s), 0, threshold, alpha / count) > 0;
            }
            boolean early = first > 0 && first < parts.get(0).samples();
            // The slice is spread evenly over the run.
            int ofRun = (int) ((long) first * run.samples() / parts.get(0).samples());
            outcomes.put(rule, new Outcome(ofRun, early, others, first > 0 || others));
        }
        return outcomes;
    }

    private static List<Slice> slices(SimulatedRun run) {
        int count = Arrays.stream(run.slices()).max().orElseThrow() + 1;
        int[] samples = new int[count];
        double[] sums = new double[count];
        for (int i = 0; i < run.samples(); i++) {
            samples[run.slices()[i]]++;
            sums[run.slices()[i]] += run.baseline()[0][i];
        }
        List<Slice> slices = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            slices.add(new Slice(name(s), samples[s], sums[s] / samples[s]));
        }
        return slices;
    }

    private static String name(int slice) {
        return "slice " + slice;
    }

    private Findings findings(List<Outcome> outcomes) {
        int first = 0;
        int others = 0;
        int any = 0;
        List<Integer> early = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            first += outcome.first() > 0 ? 1 : 0;
            others += outcome.others() ? 1 : 0;
            any += outcome.any() ? 1 : 0;
            if (outcome.early()) {
                early.add(outcome.first());
            }
        }
        int runs = outcomes.size();
        return new Findings(
                new Share(first, runs),
                new Share(early.size(), runs),
                new Share(others, runs),
                new Share(any, runs),
                Quantiles.share(early, 0.5, scenario.samples()));
    }
}
