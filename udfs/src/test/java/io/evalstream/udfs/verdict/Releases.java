package io.evalstream.udfs.verdict;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A model on a benchmark of six subjects, its releases, and what is concluded about them. */
final class Releases {

    static final int SAMPLES = 1200;
    static final int SUBJECTS = 6;
    static final double THRESHOLD = 0.1;

    private static final int IN_FLIGHT = 32;
    private static final DropRule RULE = new DropRule(BigDecimal.valueOf(THRESHOLD));

    /** What makes a release different from the model that was measured before. */
    interface Fault {
        Fault NONE = (item, score, luck) -> score;

        /**
         * @param item what is asked
         * @param score what the healthy model would score, from 0 to the metric's highest
         * @param luck random numbers of this release
         * @return what it scores; NaN for an answer that cannot be read
         */
        double score(Item item, double score, Random luck);
    }

    /**
     * A question.
     *
     * @param length how long its answer is, as a quantile
     * @param fate a number from U(0, 1) that stays with it
     * @param quality what the healthy model scores in the mean, from 0 to 1
     */
    record Item(int subject, double length, double fate, double quality) {}

    /** A run: what was scored, and which answers could not be read. */
    record Run(double[] scores, double[] unreadable) {}

    /** What is concluded about a run against its baseline. */
    record Conclusion(EarlyVerdict early, SeriesVerdict atEnd, List<String> fallen) {}

    private final MetricDefinition metric;
    private final List<Item> items = new ArrayList<>();
    private final Random random;

    /**
     * @param metric in [0, highest]; whole numbers are scored
     */
    Releases(MetricDefinition metric, long seed) {
        this.metric = metric;
        random = new Random(seed);
        for (int i = 0; i < SAMPLES; i++) {
            // Three in twenty are answered now right and now wrong.
            double quality =
                    random.nextDouble() < 0.15
                            ? random.nextDouble()
                            : random.nextDouble() < 0.75 ? 1 : 0;
            items.add(new Item(i % SUBJECTS, random.nextDouble(), random.nextDouble(), quality));
        }
        Collections.shuffle(items, random);
    }

    Run run(Fault fault) {
        double[] scores = new double[SAMPLES];
        double[] unreadable = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            double score = fault.score(items.get(i), healthy(items.get(i)), random);
            // One answer in two hundred is unreadable anyway.
            boolean lost = Double.isNaN(score) || random.nextInt(200) == 0;
            scores[i] = lost ? 0 : score;
            unreadable[i] = lost ? 1 : 0;
        }
        return new Run(scores, unreadable);
    }

    List<Run> runs(int count, Fault fault) {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(run(fault));
        }
        return runs;
    }

    private double healthy(Item item) {
        if (metric.highest() == 1) {
            return random.nextDouble() < item.quality() ? 1 : 0;
        }
        // A judge gives whole points around 4 to 9 of 10.
        double points = 4 + 5 * item.quality() + random.nextGaussian();
        return Math.max(0, Math.min(metric.highest(), Math.rint(points)));
    }

    Conclusion judge(List<Run> baseline, Run candidate) {
        return judge(metric, baseline.stream().map(Run::scores).toList(), candidate.scores());
    }

    /** Judges the rate of answers that could not be read, of which less is better. */
    Conclusion judgeUnreadable(List<Run> baseline, Run candidate) {
        return judge(
                new MetricDefinition("unreadable", false, 0, 1, 1),
                baseline.stream().map(Run::unreadable).toList(),
                candidate.unreadable());
    }

    private Conclusion judge(MetricDefinition judged, List<double[]> baseline, double[] candidate) {
        MetricScale scale = MetricScale.of(judged);
        double[] mean = new double[SAMPLES];
        double[] before = new double[SAMPLES];
        double[] now = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            for (double[] run : baseline) {
                mean[i] += run[i] / baseline.size();
            }
            before[i] = scale.orient(Math.min(mean[i], judged.highest()));
            now[i] = scale.orient(candidate[i]);
        }
        double overall = Arrays.stream(mean).average().orElseThrow();
        PrefixEngine whole = new PrefixEngine(before, scale.target(overall, THRESHOLD), 0.01);
        SliceEngine subjects =
                new SliceEngine(SAMPLES, slices(mean, judged), THRESHOLD, SliceEngine.ALPHA);
        EarlyVerdict early = EarlyVerdict.UNDECIDED;
        for (int i : arrivals(now)) {
            whole.record(i, now[i]);
            subjects.record(i, name(items.get(i).subject()), before[i], now[i]);
            if (early == EarlyVerdict.UNDECIDED) {
                early = whole.evaluate();
            }
        }
        SeriesJudgement atEnd =
                SeriesJudgement.of(
                        RULE,
                        judged,
                        judged.higherIsBetter(),
                        baseline.stream().map(Releases::sum).toList(),
                        sum(candidate),
                        0,
                        SeriesJudgement.MINIMUM_SAMPLES);
        return new Conclusion(
                early,
                atEnd.verdict(),
                subjects.finish().stream()
                        .filter(finding -> finding.result() == SliceFinding.Result.DROP)
                        .map(SliceFinding::name)
                        .sorted()
                        .toList());
    }

    static String name(int subject) {
        return "subject " + subject;
    }

    private List<Slice> slices(double[] mean, MetricDefinition judged) {
        Map<Integer, double[]> sums = new TreeMap<>();
        for (int i = 0; i < SAMPLES; i++) {
            double[] sum = sums.computeIfAbsent(items.get(i).subject(), s -> new double[2]);
            sum[0]++;
            sum[1] += mean[i] / judged.highest();
        }
        List<Slice> slices = new ArrayList<>();
        sums.forEach((s, sum) -> slices.add(new Slice(name(s), (int) sum[0], sum[1] / sum[0])));
        return slices;
    }

    private static ScoreSum sum(double[] scores) {
        ScoreSum sum = ScoreSum.EMPTY;
        for (double score : scores) {
            sum = sum.plus(score);
        }
        return sum;
    }

    /** Of those in flight the worst one ends first, which is the hardest order to judge in. */
    private static List<Integer> arrivals(double[] oriented) {
        List<Integer> running = new ArrayList<>();
        List<Integer> arrivals = new ArrayList<>();
        for (int next = 0; arrivals.size() < oriented.length; ) {
            while (running.size() < IN_FLIGHT && next < oriented.length) {
                running.add(next++);
            }
            int worst = 0;
            for (int r = 1; r < running.size(); r++) {
                worst = oriented[running.get(r)] < oriented[running.get(worst)] ? r : worst;
            }
            arrivals.add(running.remove(worst));
        }
        return arrivals;
    }
}
