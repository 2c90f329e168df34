package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.DropRule;
import io.evalstream.udfs.verdict.DropTarget;
import io.evalstream.udfs.verdict.EBenjaminiHochberg;
import io.evalstream.udfs.verdict.EBonferroni;
import io.evalstream.udfs.verdict.MetricCatalogue;
import io.evalstream.udfs.verdict.MetricDefinition;
import io.evalstream.udfs.verdict.MetricScale;
import io.evalstream.udfs.verdict.NeededSamples;
import io.evalstream.udfs.verdict.PairedComparison;
import io.evalstream.udfs.verdict.ScoreSum;
import io.evalstream.udfs.verdict.SeriesJudgement;
import io.evalstream.udfs.verdict.SeriesVerdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Turns the evidence on a finished run into results. */
final class RunAssessment {

    private static final Comparator<SeriesResult> ORDER =
            Comparator.<SeriesResult, Boolean>comparing(
                            result -> !result.series().slice().isEmpty())
                    .thenComparing(SeriesResult::tier)
                    .thenComparing(SeriesResult::series);

    /** What a share of failed answers is where the catalogue does not say. */
    private static final MetricDefinition FAILURES =
            new MetricDefinition(EvidenceReader.FAILURE_RATE, false, 0, 1, 2);

    private final MetricCatalogue catalogue;
    private final ModelPolicy policy;
    private final DropRule rule;

    RunAssessment(MetricCatalogue catalogue, ModelPolicy policy) {
        this.catalogue = catalogue;
        this.policy = policy;
        rule = policy.rule();
    }

    /**
     * Judges every series; whole tasks first, then slices, deciding metrics before others.
     *
     * @param found slices whose drop was more than noise while the run went on
     */
    List<SeriesResult> results(RunEvidence evidence, Set<SeriesKey> found) {
        List<SeriesResult> results = new ArrayList<>();
        evidence.series().forEach((series, facts) -> results.add(result(series, facts)));
        settle(results, found);
        LatencyAssessment speed = new LatencyAssessment(policy);
        int tasks = Math.max(1, evidence.latencies().size());
        evidence.latencies()
                .forEach((task, latencies) -> results.add(speed.result(task, latencies, tasks)));
        results.sort(ORDER);
        return results;
    }

    /**
     * Says which drops are more than noise. Deciding series share one budget of false alarms, each
     * an equal part; the second tier, with its many slices, has a budget of its own, spent on the
     * most striking ones first.
     */
    private void settle(List<SeriesResult> results, Set<SeriesKey> found) {
        int deciding = 0;
        List<Integer> second = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            SeriesResult result = results.get(i);
            boolean isCompared = result.paired().paired() > 0;
            deciding += isCompared && result.tier() == 1 ? 1 : 0;
            if (isCompared && result.tier() == 2) {
                second.add(i);
            }
        }
        double[] logE = new double[second.size()];
        double alarm = EBonferroni.threshold(Math.max(1, logE.length), policy.finalSliceAlpha());
        for (int k = 0; k < logE.length; k++) {
            PairedComparison paired = results.get(second.get(k)).paired();
            // Wealth kept when it first reached the alarm is an e-value as well.
            logE[k] =
                    paired.maximumLogE() >= alarm ? Math.max(alarm, paired.logE()) : paired.logE();
        }
        boolean[] isReal = EBenjaminiHochberg.rejected(logE, policy.finalSliceAlpha());
        for (int k = 0; k < logE.length; k++) {
            SeriesResult result = results.get(second.get(k));
            boolean wasFound = found.contains(result.series());
            results.set(second.get(k), settled(result, isReal[k] || wasFound));
        }
        int share = Math.max(1, deciding);
        results.replaceAll(
                result ->
                        result.tier() == 2
                                ? result
                                : settled(result, result.paired().confirms(share, policy.alpha())));
    }

    /** Says whether a drop is more than noise, and calls a small one that is a regression. */
    private SeriesResult settled(SeriesResult result, boolean isReal) {
        boolean isBreach = result.verdict() == SeriesVerdict.BREACH_FINAL;
        if (!isReal) {
            return isBreach && result.paired().paired() > 0
                    ? result.with(
                            result.verdict(),
                            false,
                            result.why() + "; unconfirmed: too small or noisy, run it again")
                    : result;
        }
        if (isBreach) {
            boolean isPromoted = policy.slicesDecide() && !result.series().slice().isEmpty();
            return result.with(result.verdict(), true, result.why() + "; confirmed")
                    .inTier(isPromoted ? 1 : result.tier());
        }
        // Without a relative rule, as from a baseline of zero, the test still tells.
        boolean isSmaller =
                result.verdict() == SeriesVerdict.PASS
                        || (result.verdict() == SeriesVerdict.NOT_APPLICABLE && result.tier() <= 2);
        double change = Math.abs(result.value() - result.baseline());
        return isSmaller && change >= definition(result.series(), 0, 1).practicalMinimum()
                ? result.with(
                        SeriesVerdict.REGRESSION,
                        true,
                        result.why() + "; yet more than noise explains")
                : result.with(result.verdict(), true, result.why());
    }

    private MetricDefinition definition(SeriesKey series, double smallest, double largest) {
        boolean isUnknown = catalogue.find(series.task(), series.metric()).isEmpty();
        return isUnknown && series.metric().equals(EvidenceReader.FAILURE_RATE)
                ? FAILURES
                : catalogue.findOrInfer(series.task(), series.metric(), smallest, largest);
    }

    private SeriesResult result(SeriesKey series, RunEvidence.Series facts) {
        SeriesScores scores = facts.scores();
        double smallest = scores.smallest();
        double largest = scores.largest();
        for (RunEvidence.Earlier run : compared(facts)) {
            smallest = Math.min(smallest, run.scores().smallest());
            largest = Math.max(largest, run.scores().largest());
        }
        MetricDefinition metric = definition(series, smallest, largest);
        boolean higherIsBetter = facts.stated() == null ? metric.higherIsBetter() : facts.stated();
        long missing = facts.samples() - scores.sum().count();
        SeriesJudgement rolling =
                judgement(metric, higherIsBetter, facts.baseline(), scores, missing);
        SeriesJudgement anchored =
                facts.anchor() == null
                        ? null
                        : judgement(
                                metric, higherIsBetter, List.of(facts.anchor()), scores, missing);
        if (series.slice().isEmpty() && isBelowFloor(metric, higherIsBetter, scores, missing)) {
            rolling =
                    new SeriesJudgement(
                            SeriesVerdict.BREACH_FINAL,
                            rolling.value(),
                            rolling.baseline(),
                            rolling.relativeDrop(),
                            "worse than the floor of " + metric.floor());
        }
        // What the latest runs have got used to may still be a drop against the anchor.
        boolean isDecline =
                anchored != null
                        && anchored.verdict() == SeriesVerdict.BREACH_FINAL
                        && rolling.verdict() != SeriesVerdict.BREACH_FINAL;
        List<RunEvidence.Earlier> against = isDecline ? List.of(facts.anchor()) : facts.baseline();
        boolean isOnScale =
                metric.isBounded()
                        && metric.isNonNegative()
                        // A score outside the promised range must not stop the judgement.
                        && smallest >= metric.lowest()
                        && largest <= metric.highest();
        return new SeriesResult(
                series,
                isDecline ? anchored.verdict() : rolling.verdict(),
                series.slice().isEmpty() ? metric.tier() : Math.max(2, metric.tier()),
                higherIsBetter,
                scores.tally(missing),
                rolling.value(),
                scores.standardError(),
                reference(facts.baseline(), rolling),
                anchored == null ? Reference.NONE : reference(List.of(facts.anchor()), anchored),
                paired(metric, isOnScale, higherIsBetter, against, scores),
                false,
                0,
                isOnScale ? changed(metric, higherIsBetter, facts) : Changed.NONE,
                why(facts, isDecline ? anchored : rolling, isDecline)
                        + (isOnScale && rolling.verdict() == SeriesVerdict.INCONCLUSIVE
                                ? open(metric, higherIsBetter, facts, missing)
                                : ""));
    }

    /** How many more samples it takes to decide, if they are like those that have arrived. */
    private String open(
            MetricDefinition metric,
            boolean higherIsBetter,
            RunEvidence.Series facts,
            long missing) {
        ItemMeans before = RunEvidence.Series.means(facts.baseline());
        ItemNumbers now = facts.scores().byItem();
        if (missing == 0 || before.size() == 0 || now.size() == 0) {
            return "";
        }
        MetricScale scale = new MetricScale(metric.lowest(), metric.highest(), higherIsBetter);
        double[] own = ItemNumbers.of(before.items(), now.items(), now.numbers());
        double[] baseline = new double[before.size()];
        double[] scores = new double[before.size()];
        double sum = 0;
        int n = 0;
        for (int place : before.inSummationOrder()) {
            double mean = before.means()[place];
            baseline[n] = scale.orient(mean);
            scores[n++] = Double.isNaN(own[place]) ? Double.NaN : scale.orient(own[place]);
            sum += mean;
        }
        DropTarget target = scale.target(sum / n, rule.threshold().doubleValue());
        int needed = NeededSamples.toSettle(baseline, scores, target);
        return needed == 0 ? "" : "; about " + needed + " more would decide it";
    }

    /** Whether a whole series is worse than its floor, even if all missing samples are best. */
    private boolean isBelowFloor(
            MetricDefinition metric, boolean higherIsBetter, SeriesScores scores, long missing) {
        long samples = scores.sum().count() + missing;
        if (Double.isNaN(metric.floor())
                || scores.sum().count() == 0
                || samples < policy.minimumSamples()) {
            return false;
        }
        double best = higherIsBetter ? metric.highest() : metric.lowest();
        double filled = missing == 0 ? 0 : missing * best;
        double mean = (scores.sum().sum().doubleValue() + filled) / samples;
        return higherIsBetter ? mean < metric.floor() : mean > metric.floor();
    }

    private static List<RunEvidence.Earlier> compared(RunEvidence.Series facts) {
        List<RunEvidence.Earlier> runs = new ArrayList<>(facts.baseline());
        if (facts.anchor() != null) {
            runs.add(facts.anchor());
        }
        return runs;
    }

    private SeriesJudgement judgement(
            MetricDefinition metric,
            boolean higherIsBetter,
            List<RunEvidence.Earlier> runs,
            SeriesScores scores,
            long missing) {
        List<ScoreSum> sums = new ArrayList<>();
        for (RunEvidence.Earlier run : runs) {
            sums.add(run.scores().sum());
        }
        return SeriesJudgement.of(
                rule, metric, higherIsBetter, sums, scores.sum(), missing, policy.minimumSamples());
    }

    private static Reference reference(List<RunEvidence.Earlier> runs, SeriesJudgement judgement) {
        List<String> ids = new ArrayList<>();
        for (RunEvidence.Earlier run : runs) {
            ids.add(run.runId());
        }
        return new Reference(ids, judgement.baseline(), judgement.relativeDrop());
    }

    private String why(RunEvidence.Series facts, SeriesJudgement judgement, boolean isDecline) {
        String why =
                isDecline
                        ? judgement.why() + " against the anchor " + facts.anchor().runId()
                        : judgement.why();
        return facts.note().isEmpty() ? why : why + "; " + facts.note();
    }

    private PairedComparison paired(
            MetricDefinition metric,
            boolean isOnScale,
            boolean higherIsBetter,
            List<RunEvidence.Earlier> runs,
            SeriesScores scores) {
        SeriesScores.Pairs pairs = scores.pairs(RunEvidence.Series.means(runs));
        return isOnScale
                ? PairedComparison.of(
                        pairs.before(),
                        pairs.now(),
                        pairs.clusters(),
                        new MetricScale(metric.lowest(), metric.highest(), higherIsBetter),
                        rule.threshold().doubleValue())
                : PairedComparison.unbounded(
                        pairs.before(), pairs.now(), pairs.clusters(), higherIsBetter);
    }

    /** Items that were on one half of the scale in the latest baseline run and are on the other. */
    private static Changed changed(
            MetricDefinition metric, boolean higherIsBetter, RunEvidence.Series facts) {
        if (facts.baseline().isEmpty()) {
            return Changed.NONE;
        }
        ItemNumbers latest = facts.baseline().get(facts.baseline().size() - 1).scores().byItem();
        ItemNumbers own = facts.scores().byItem();
        double[] before = ItemNumbers.of(own.items(), latest.items(), latest.numbers());
        double middle = (metric.lowest() + metric.highest()) / 2;
        List<String> failing = new ArrayList<>();
        List<String> passing = new ArrayList<>();
        for (int place = 0; place < own.size(); place++) {
            if (Double.isNaN(before[place])) {
                continue;
            }
            boolean wasHigh = before[place] >= middle;
            boolean isHigh = own.numbers()[place] >= middle;
            if (wasHigh != isHigh) {
                (wasHigh == higherIsBetter ? failing : passing).add(own.items()[place].toString());
            }
        }
        return new Changed(failing, passing);
    }
}
