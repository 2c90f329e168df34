package io.evalstream.udfs.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for drops in the slices of one series while its samples arrive in any order.
 *
 * <p>Slices below {@value #MINIMUM_SAMPLES} samples are pooled; the pool is judged if it is not
 * below that itself. The dispatch order restricted to a slice is a random permutation of the slice,
 * so each slice has an e-process S of its own along it. All of them share one budget of false
 * alarms α:
 *
 * <ul>
 *   <li>while the run goes on, a slice of K is found when its log E has ever reached log(K/α) and
 *       its drop is at the threshold, both with gaps taken as the best possible scores of samples
 *       in this very slice (which slice a gap belongs to is not known before it is filled);
 *   <li>at the end, by e-BH. A slice whose log E has ever reached log(K/α) counts with that value
 *       if it has less now: wealth stopped at its first crossing is an e-value too, whatever the
 *       others do, so that what was found live is found at the end. Of its missing samples a slice
 *       is charged those that its size leaves.
 * </ul>
 *
 * <p>As with {@link PrefixEngine}, a finding is a function of the set of samples that has arrived:
 * more samples never withdraw one before the end, and replays, reordering and the moments at which
 * it is asked for change nothing. The state to keep is what was recorded. An evaluation costs one
 * round of bets per sample between the earliest change and the latest arrival, and, before a
 * slice's first sample after gaps, one per gap. Not thread-safe.
 */
public final class SliceEngine {

    /** The budget of false findings per series, for all slices together. */
    public static final double ALPHA = 0.05;

    /** Smaller slices are pooled. */
    public static final int MINIMUM_SAMPLES = 40;

    /** Name of the pool; {@link SliceFinding#members} tells it from a slice called like that. */
    public static final String OTHER = "other";

    static final int MISSING = -1;
    static final int NOT_JUDGED = -2;

    private static final int SAVED_EVERY = 64;

    /** Sums of differences are this exact; a slice exactly at the threshold drops. */
    private static final double TOLERANCE = 1e-12;

    /** A judged slice and the names that stand for it. */
    private record Judged(String name, List<String> members, int samples, DropTarget target) {}

    private final List<Judged> judged = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final double[] differences;
    private final int[] sliceOf;
    private final SliceWalk.Rule rule;
    private final double alpha;
    private final PrefixReplay<SliceWalk> replay;

    /**
     * @param samples N, how many samples the whole run of the series has, at least 1
     * @param slices their slices; samples may be in none of them
     * @param threshold τ, the relative drop that is found, in (0, 1)
     * @param alpha accepted probability of any false finding while the run goes on and accepted
     *     false discovery rate at its end, in (0, 1)
     * @throws IllegalArgumentException when two slices have one name
     */
    public SliceEngine(int samples, List<Slice> slices, double threshold, double alpha) {
        this.alpha = alpha;
        differences = new double[samples];
        sliceOf = new int[samples];
        Arrays.fill(sliceOf, MISSING);
        choose(slices, threshold);
        int count = judged.size();
        double[] meanDrops = new double[count];
        int[] minimums = new int[count];
        int[] sizes = new int[count];
        for (int s = 0; s < count; s++) {
            meanDrops[s] = judged.get(s).target().meanDrop();
            sizes[s] = judged.get(s).samples();
            minimums[s] = PrefixEngine.minimumPaired(sizes[s]);
        }
        double alarm =
                count == 0 ? EProcesses.alarmThreshold(alpha) : EBonferroni.threshold(count, alpha);
        rule = new SliceWalk.Rule(alarm, meanDrops, minimums, sizes);
        // As much memory as one saved walk of a single process every 64 samples.
        replay =
                new PrefixReplay<>(
                        () -> new SliceWalk(differences, sliceOf, rule),
                        SAVED_EVERY * Math.max(1, count));
    }

    private void choose(List<Slice> slices, double threshold) {
        List<String> pooled = new ArrayList<>();
        long pooledSamples = 0;
        double pooledBaseline = 0;
        for (Slice slice : slices) {
            if (numbers.put(slice.name(), NOT_JUDGED) != null) {
                throw new IllegalArgumentException("two slices are called " + slice.name());
            }
            if (slice.samples() < MINIMUM_SAMPLES) {
                pooled.add(slice.name());
                pooledSamples += slice.samples();
                pooledBaseline += slice.samples() * slice.baseline();
            } else {
                judge(
                        slice.name(),
                        List.of(slice.name()),
                        slice.samples(),
                        DropTarget.of(slice.baseline(), threshold));
            }
        }
        if (pooledSamples >= MINIMUM_SAMPLES) {
            judge(
                    OTHER,
                    List.copyOf(pooled),
                    Math.toIntExact(pooledSamples),
                    DropTarget.of(pooledBaseline / pooledSamples, threshold));
        }
    }

    private void judge(String name, List<String> members, int samples, DropTarget target) {
        for (String member : members) {
            numbers.put(member, judged.size());
        }
        judged.add(new Judged(name, members, samples, target));
    }

    /**
     * Takes note of a sample; a second score of the same one is a later attempt and replaces the
     * first. {@link #evaluate} draws the conclusions.
     *
     * @param dispatchIndex place in the dispatch order of the series, from 0
     * @param slice the sample's slice; one that is not known is not judged
     * @param baseline a_i in [0, 1], larger is better
     * @param score in [0, 1], larger is better
     * @return whether anything changed
     * @throws IllegalArgumentException when the index or a score is out of range
     */
    public boolean record(int dispatchIndex, String slice, double baseline, double score) {
        if (!(baseline >= 0 && baseline <= 1 && score >= 0 && score <= 1)) {
            throw new IllegalArgumentException(
                    "scores of sample "
                            + dispatchIndex
                            + " must lie in [0, 1], they are "
                            + baseline
                            + " and "
                            + score);
        }
        return put(dispatchIndex, numbers.getOrDefault(slice, NOT_JUDGED), baseline - score);
    }

    /**
     * Takes note that a sample has no baseline or is in no slice, so that its place is no gap.
     *
     * @return whether anything changed
     */
    public boolean leaveOut(int dispatchIndex) {
        return put(dispatchIndex, NOT_JUDGED, 0);
    }

    private boolean put(int dispatchIndex, int slice, double difference) {
        if (dispatchIndex < 0 || dispatchIndex >= sliceOf.length) {
            throw new IllegalArgumentException(
                    "the run has "
                            + sliceOf.length
                            + " samples, there is no index "
                            + dispatchIndex);
        }
        if (sliceOf[dispatchIndex] == slice && differences[dispatchIndex] == difference) {
            return false;
        }
        sliceOf[dispatchIndex] = slice;
        differences[dispatchIndex] = difference;
        replay.changed(dispatchIndex);
        return true;
    }

    /** Whether an evaluation is worth its price now, see {@link PrefixEngine#isDue}. */
    public boolean isDue() {
        return replay.isDue();
    }

    /** Judges the samples that have arrived; how many slices are found so far. */
    public int evaluate() {
        replay.walk();
        int found = 0;
        for (int s = 0; s < judged.size(); s++) {
            found += replay.latest().foundAt(s) > 0 ? 1 : 0;
        }
        return found;
    }

    /**
     * What the samples that have arrived say before the end of the run; reads every sample, so it
     * is for when {@link #evaluate} has found more than before.
     *
     * @return the judged slices in the order in which they were given, the pool last; {@link
     *     SliceFinding.Result#DROP} or {@link SliceFinding.Result#NONE}
     */
    public List<SliceFinding> findings() {
        replay.walk();
        boolean[] found = new boolean[judged.size()];
        for (int s = 0; s < found.length; s++) {
            found[s] = replay.latest().foundAt(s) > 0;
        }
        return findings(replay.latest(), found, true);
    }

    /**
     * What the samples that have arrived say at the end of the run; costs one step per sample.
     *
     * @return the judged slices in the same order; {@link SliceFinding.Result#NONE} for one of
     *     which too little has arrived
     */
    public List<SliceFinding> finish() {
        int[] missing = rule.missing().clone();
        for (int slice : sliceOf) {
            if (slice >= 0 && missing[slice] > 0) {
                missing[slice]--;
            }
        }
        SliceWalk walk =
                new SliceWalk(
                        differences,
                        sliceOf,
                        new SliceWalk.Rule(rule.alarm(), rule.meanDrop(), rule.minimum(), missing));
        for (int i = 0; i < sliceOf.length; i++) {
            walk.step(i);
        }
        walk.chargeMissing();
        double[] logE = new double[judged.size()];
        for (int s = 0; s < logE.length; s++) {
            logE[s] = walk.logE(s);
            if (walk.maximumLogE(s) >= rule.alarm()) {
                logE[s] = Math.max(logE[s], rule.alarm());
            }
        }
        return findings(walk, EBenjaminiHochberg.rejected(logE, alpha), false);
    }

    private List<SliceFinding> findings(SliceWalk walk, boolean[] found, boolean live) {
        int[] compared = new int[found.length];
        double[] sums = new double[found.length];
        for (int i = 0; i < sliceOf.length; i++) {
            if (sliceOf[i] >= 0) {
                compared[sliceOf[i]]++;
                sums[sliceOf[i]] += differences[i];
            }
        }
        List<SliceFinding> findings = new ArrayList<>();
        for (int s = 0; s < found.length; s++) {
            Judged slice = judged.get(s);
            double mean = compared[s] == 0 ? Double.NaN : sums[s] / compared[s];
            SliceFinding.Result result =
                    found[s] && compared[s] >= rule.minimum()[s]
                            ? live ? SliceFinding.Result.DROP : atTheEnd(mean, slice.target())
                            : SliceFinding.Result.NONE;
            findings.add(
                    new SliceFinding(
                            slice.name(),
                            slice.members(),
                            slice.samples(),
                            compared[s],
                            slice.target().relativeDrop(mean),
                            walk.maximumLogE(s),
                            walk.foundAt(s),
                            result));
        }
        return findings;
    }

    private static SliceFinding.Result atTheEnd(double meanDifference, DropTarget target) {
        if (meanDifference >= target.meanDrop() - TOLERANCE) {
            return SliceFinding.Result.DROP;
        }
        return meanDifference > 0 ? SliceFinding.Result.REGRESSION : SliceFinding.Result.NONE;
    }
}
