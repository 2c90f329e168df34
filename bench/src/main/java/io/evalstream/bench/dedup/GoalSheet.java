package io.evalstream.bench.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Every goal of de-duplication, filled in from what was measured. */
final class GoalSheet {
    static final String THREADS = "evalstream-threads";
    static final String FLINK = "evalstream-flink";

    private static final String PERCENT = "%.2f %%";
    private static final String TIMES = "%.1f ×";

    private final DedupPlan plan;
    private final List<Result> results;
    private final List<Goal> goals = new ArrayList<>();

    GoalSheet(DedupPlan plan, List<Result> results) {
        this.plan = plan;
        this.results = results;
    }

    /** All goals, those of correctness first. */
    List<Goal> of(
            Facts facts, List<SketchRace.Outcome> sketches, List<DistanceRace.Outcome> distances) {
        correctness(facts);
        distances.forEach(
                d ->
                        goals.add(
                                Goal.fact(
                                        "close pairs of "
                                                + d.length()
                                                + " code points: all tools find the same",
                                        "yes",
                                        Optional.of(d.agrees() ? "yes" : "no"))));
        sketch(sketches);
        throughput();
        distances.forEach(this::distance);
        flink();
        growth();
        return List.copyOf(goals);
    }

    private void correctness(Facts facts) {
        String hard = "hard-" + plan.hard();
        String hardShort = "short-" + plan.hard() / 4;
        recall("recall on ReCode, mode eval", 99.9, THREADS, "eval", "recode");
        recall("recall on hard noise, English and Korean, mode eval", 96.5, THREADS, "eval", hard);
        recall("recall on hard noise, mode recall", 99.5, THREADS, "recall", hard);
        recall("recall on ReCode, mode eval, as a Flink job", 99.9, FLINK, "eval", "recode");
        for (Result result : results) {
            boolean isOurs = result.tool().equals(THREADS) || result.tool().equals(FLINK);
            boolean isReal =
                    List.of("recode", "copies", hard, hardShort).contains(result.corpus().name());
            if (isOurs && isReal && result.scores().isPresent()) {
                judged(result);
            }
        }
        goals.addAll(facts.goals(results));
    }

    private void judged(Result result) {
        String where =
                ", " + result.tool() + " " + result.setting() + ", " + result.corpus().name();
        Scores scores = result.scores().orElseThrow();
        goals.add(
                Goal.atLeast(
                                "precision" + where,
                                100,
                                OptionalDouble.of(scores.precision() * 100),
                                PERCENT)
                        .ofCorrectness());
        // What noise hides on purpose is judged by its recall.
        if (result.corpus().name().equals("recode") || result.corpus().name().equals("copies")) {
            goals.add(
                    Goal.atLeast(
                                    "Adjusted Rand Index" + where,
                                    0.999,
                                    OptionalDouble.of(scores.randIndex()),
                                    "%.4f")
                            .ofCorrectness());
        }
    }

    private void recall(String goal, double wanted, String tool, String mode, String corpus) {
        OptionalDouble measured = OptionalDouble.empty();
        for (Result result : results) {
            if (result.is(tool, mode, corpus, 1)) {
                measured = OptionalDouble.of(result.scores().orElseThrow().recall() * 100);
            }
        }
        goals.add(Goal.atLeast(goal, wanted, measured, PERCENT).ofCorrectness());
    }

    private void sketch(List<SketchRace.Outcome> sketches) {
        OptionalDouble ours = kernel(sketches, "evalstream");
        goals.add(Goal.atMost("sketch kernel, ns per shingle", 1.0, ours, "%.2f"));
        ratio("sketch kernel against rensa's exact", 18, kernel(sketches, "rensa exact"), ours);
        ratio("sketch kernel against hash4j MinHash", 50, kernel(sketches, "hash4j MinHash"), ours);
    }

    private static OptionalDouble kernel(List<SketchRace.Outcome> sketches, String name) {
        return sketches.stream()
                .filter(outcome -> outcome.kernel().equals(name))
                .mapToDouble(outcome -> outcome.perShingle().median())
                .findFirst();
    }

    private void throughput() {
        String large = "scale-" + plan.growth().get(1);
        OptionalDouble rate = median(THREADS, "eval", large, 1, Trial::perCore);
        goals.add(Goal.atLeast("JSONL to kept ids, documents/s per core", 150_000, rate, "%,.0f"));
        goals.add(Goal.atLeast("the same, stretch", 250_000, rate, "%,.0f"));
        String raced = "scale-" + plan.raced();
        OptionalDouble own = median(THREADS, "eval", raced, 1, Trial::perCore);
        against("rensa", 12, raced, own);
        against("text-dedup", 60, raced, own);
        against("datatrove", 80, raced, own);
        against("datasketch", 80, raced, own);
    }

    private void against(String tool, double wanted, String corpus, OptionalDouble own) {
        OptionalDouble theirs = median(tool, "default", corpus, 1, Trial::perCore);
        ratio("per core against " + tool + " at its defaults", wanted, own, theirs);
    }

    private void distance(DistanceRace.Outcome distance) {
        String pairs = ", pairs of " + distance.length() + " code points";
        OptionalDouble ours = OptionalDouble.of(distance.ours().median());
        ratio(
                "edit distance against commons-text" + pairs,
                30,
                OptionalDouble.of(distance.commons().median()),
                ours);
        ratio(
                "edit distance against rapidfuzz" + pairs,
                1,
                distance.rapidfuzz()
                        .map(rapidfuzz -> OptionalDouble.of(rapidfuzz.best()))
                        .orElse(OptionalDouble.empty()),
                ours);
    }

    private void flink() {
        int most = plan.growth().get(plan.growth().size() - 1);
        String million = most == 1_000_000 ? "scale-" + most : "";
        OptionalDouble threads = median(THREADS, "eval", million, 2, Trial::wall);
        OptionalDouble job = median(FLINK, "eval", million, 2, Trial::wall);
        OptionalDouble overhead =
                threads.isPresent() && job.isPresent()
                        ? OptionalDouble.of((job.getAsDouble() / threads.getAsDouble() - 1) * 100)
                        : OptionalDouble.empty();
        goals.add(
                Goal.atMost("Flink over threads, 1 M documents, 2 cores", 25, overhead, "%.0f %%"));
        OptionalDouble single = median(THREADS, "eval", million, 1, Trial::wall);
        ratio("threads, 1 M documents, from 1 core to 2", 1.85, single, threads);
        OptionalDouble singleJob = median(FLINK, "eval", million, 1, Trial::wall);
        ratio("Flink, 1 M documents, from 1 core to 2", 1.85, singleJob, job);
    }

    private void growth() {
        int most = plan.growth().get(plan.growth().size() - 1);
        goals.add(
                Goal.atMost(
                        "bytes per document after banding, without its text",
                        300,
                        median(THREADS, "eval", "scale-" + most, 1, Trial::bytesInBands),
                        "%.0f"));
        List<Integer> sizes = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        for (int size : plan.growth()) {
            OptionalDouble time = median(THREADS, "eval", "scale-" + size, 1, Trial::cpu);
            if (time.isPresent()) {
                sizes.add(size);
                times.add(time.getAsDouble());
            }
        }
        if (sizes.size() < 2) {
            return;
        }
        int last = sizes.size() - 1;
        double exponent =
                GrowthFit.exponent(
                        sizes.stream().mapToDouble(Integer::doubleValue).toArray(),
                        times.stream().mapToDouble(Double::doubleValue).toArray());
        String range = String.format(Locale.ROOT, "%,d to %,d", sizes.get(0), sizes.get(last));
        goals.add(
                Goal.atMost(
                        "CPU time grows with this power of the documents, " + range,
                        1.1,
                        OptionalDouble.of(exponent),
                        "%.2f"));
    }

    private void ratio(String goal, double wanted, OptionalDouble larger, OptionalDouble smaller) {
        OptionalDouble ratio =
                larger.isPresent() && smaller.isPresent()
                        ? OptionalDouble.of(larger.getAsDouble() / smaller.getAsDouble())
                        : OptionalDouble.empty();
        goals.add(Goal.atLeast(goal, wanted, ratio, wanted < 10 ? "%.2f ×" : TIMES));
    }

    private OptionalDouble median(
            String tool, String setting, String corpus, int cores, ToDoubleFunction<Trial> value) {
        return results.stream()
                .filter(result -> result.is(tool, setting, corpus, cores))
                .mapToDouble(result -> result.figure(value).median())
                .findFirst();
    }
}
