package io.evalstream.k8s.plan;

import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.api.StageSpec;
import io.evalstream.k8s.api.SuiteSpec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The stages of a run and their shards: suites x tasks x combinations of the matrix.
 *
 * @param stages in the order they are run, at least one
 */
public record RunPlan(List<StagePlan> stages) {

    /** Samples of a task of which nobody knows how many it has. */
    static final long ASSUMED_SAMPLES = 1000;

    /** Below this, starting a pod takes longer than what it does. */
    private static final double WORTH_A_POD = 60;

    /** A shard is planned to take a part of its timeout: the expected time is only a guess. */
    private static final double PART_OF_TIMEOUT = 0.5;

    private static final int MOST_COMBINATIONS = 64;
    private static final int MOST_SHARDS = 1024;
    private static final int MOST_PIECES = 8192;

    public RunPlan {
        stages = List.copyOf(stages);
    }

    /**
     * Plans a run; the same specification gives the same plan.
     *
     * @throws IllegalPlanException when names are not unique or there would be too many shards
     */
    public static RunPlan of(EvalRunSpec spec) throws IllegalPlanException {
        RunSettings settings = new RunSettings(spec);
        unique("suites", spec.suites().stream().map(SuiteSpec::name).toList());
        datasets(spec);
        unique("stages", settings.stages().stream().map(StageSpec::name).toList());
        List<Map<String, String>> combinations = combinations(settings.matrix());
        List<StageSpec> needed = distinct(settings.stages(), spec.suites());
        List<StagePlan> stages = new ArrayList<>();
        for (StageSpec stage : needed) {
            boolean isLast = stages.size() == needed.size() - 1;
            stages.add(stage(stage, isLast, spec, combinations));
        }
        return new RunPlan(stages);
    }

    private static void unique(String field, List<String> names) throws IllegalPlanException {
        Set<String> met = new HashSet<>();
        for (String name : names) {
            if (!met.add(name)) {
                throw new IllegalPlanException(
                        "spec." + field + ": two are named " + name + "; rename one");
            }
        }
    }

    private static void datasets(EvalRunSpec spec) throws IllegalPlanException {
        Map<String, Dataset> byName = new TreeMap<>();
        for (SuiteSpec suite : spec.suites()) {
            String field = "spec.suites: datasets of " + suite.name() + ": ";
            try {
                for (Dataset dataset : RunSettings.datasets(suite)) {
                    Dataset other = byName.putIfAbsent(dataset.name(), dataset);
                    if (other != null && !other.equals(dataset)) {
                        throw new IllegalPlanException(
                                field + dataset + " and " + other + " cannot both be used");
                    }
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalPlanException(field + e.getMessage());
            }
        }
    }

    /** Without stages that ask exactly what the next one asks. */
    private static List<StageSpec> distinct(List<StageSpec> stages, List<SuiteSpec> suites) {
        List<StageSpec> kept = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            boolean isSame = i + 1 < stages.size();
            for (SuiteSpec suite : suites) {
                isSame = isSame && asked(suite, stages.get(i)) == asked(suite, stages.get(i + 1));
            }
            if (!isSame) {
                kept.add(stages.get(i));
            }
        }
        return kept;
    }

    /** Samples of each task; 0 if that is all and nobody knows how many. */
    private static long asked(SuiteSpec suite, StageSpec stage) {
        long all = RunSettings.samples(suite);
        long limit = stage.samples();
        return limit == 0 || (all > 0 && all < limit) ? all : limit;
    }

    private static List<Map<String, String>> combinations(Map<String, List<String>> matrix)
            throws IllegalPlanException {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Map.Entry<String, List<String>> parameter : new TreeMap<>(matrix).entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> shorter : combinations) {
                for (String value : parameter.getValue()) {
                    Map<String, String> combination = new LinkedHashMap<>(shorter);
                    combination.put(parameter.getKey(), value);
                    longer.add(combination);
                }
            }
            if (longer.isEmpty() || longer.size() > MOST_COMBINATIONS) {
                throw new IllegalPlanException(
                        "spec.matrix."
                                + parameter.getKey()
                                + ": makes "
                                + longer.size()
                                + " combinations, 1 to "
                                + MOST_COMBINATIONS
                                + " are possible");
            }
            combinations = longer;
        }
        return combinations;
    }

    private static StagePlan stage(
            StageSpec stage,
            boolean isLast,
            EvalRunSpec spec,
            List<Map<String, String>> combinations)
            throws IllegalPlanException {
        int atOnce = new RunSettings(spec).parallelism();
        List<RunnerGroup> groups = new ArrayList<>();
        int first = 0;
        for (SuiteSpec suite : spec.suites()) {
            ShardPlan plan = shards(suite, stage, atOnce);
            for (int i = 0; i < combinations.size(); i++) {
                String key = combinations.size() == 1 ? suite.name() : suite.name() + "-" + i;
                groups.add(
                        new RunnerGroup(
                                stage.name(),
                                key,
                                suite,
                                stage.samples(),
                                combinations.get(i),
                                first,
                                plan));
                first += plan.size();
            }
        }
        if (first > MOST_SHARDS) {
            throw new IllegalPlanException(
                    String.format(
                            "spec.suites: stage %s has %d shards, at most %d are possible; lower"
                                    + " shards or make several runs",
                            stage.name(), first, MOST_SHARDS));
        }
        unique("suites", groups.stream().map(RunnerGroup::key).toList());
        groups.sort(
                Comparator.comparingDouble((RunnerGroup group) -> group.plan().seconds())
                        .reversed()
                        .thenComparing(RunnerGroup::key));
        return new StagePlan(stage.name(), isLast, groups);
    }

    private static ShardPlan shards(SuiteSpec suite, StageSpec stage, int atOnce)
            throws IllegalPlanException {
        long asked = asked(suite, stage);
        long samples = asked == 0 ? ASSUMED_SAMPLES : asked;
        double task = samples * RunSettings.secondsPerSample(suite);
        int tasks = suite.tasks().size();
        double all = task * tasks;
        double target = RunSettings.timeoutMinutes(suite) * 60 * PART_OF_TIMEOUT;
        int wanted = (int) Math.max(Math.ceil(all / target), Math.min(atOnce, all / WORTH_A_POD));
        int most = (int) Math.min(RunSettings.shards(suite), samples);
        int count = Math.max(1, Math.min(wanted, most * tasks));
        int parts = (int) Math.max(1, Math.min(most, Math.ceil(task / (all / count))));
        if (parts * tasks > MOST_PIECES) {
            throw new IllegalPlanException(
                    String.format(
                            "spec.suites: %s has %d tasks in %d parts, at most %d together are"
                                    + " possible; lower shards or split the suite",
                            suite.name(), tasks, parts, MOST_PIECES));
        }
        List<Piece> pieces = new ArrayList<>();
        for (String name : suite.tasks()) {
            for (int part = 0; part < parts; part++) {
                pieces.add(new Piece(name, part, parts, task / parts));
            }
        }
        return ShardPlan.longestFirst(pieces, count);
    }
}
