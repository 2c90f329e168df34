package io.evalstream.jobs.dedup.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Decides for the pairs of one partition which are near. */
public final class PairVerifier {

    private final boolean skipsConnected;
    private final boolean isMeasuring;
    private final TextComparison comparison;
    private final TextStore texts = new TextStore();
    private final List<Block.Pairs> pairs = new ArrayList<>();
    private long pairCount;
    private int[] points = new int[1024];

    private PairVerifier(DedupParameters parameters, boolean isMeasuring) {
        this.isMeasuring = isMeasuring;
        this.skipsConnected = parameters.keep() == KeepRule.COMPONENTS && !isMeasuring;
        this.comparison = new TextComparison(parameters.threshold());
    }

    /**
     * One that hands on the near pairs: for components those that connect something, for leaders,
     * where every pair may matter, all of them, at the cost of every comparison.
     */
    public static PairVerifier verifying(DedupParameters parameters) {
        return new PairVerifier(parameters, false);
    }

    /** One that hands on every pair with its distance. */
    public static PairVerifier measuring(DedupParameters parameters) {
        return new PairVerifier(parameters, true);
    }

    public void add(Block.Pairs block) {
        pairs.add(block);
        pairCount += block.first().length;
    }

    public void add(Block.Texts block) {
        texts.add(block);
    }

    /**
     * What was done.
     *
     * @param candidates pairs that were there, each counted once
     * @param verified those that were compared
     */
    public record Counts(long candidates, long verified) {}

    public Counts finish(BlockOutput output) {
        texts.index();
        long[] sorted = placesInOrder();
        Forest connected = new Forest();
        connected.grow(skipsConnected ? texts.size() : 0);
        EdgeWriter edges = new EdgeWriter(output);
        long candidates = 0;
        long verified = 0;
        int pattern = -1;
        int patternLength = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i > 0 && sorted[i] == sorted[i - 1]) {
                continue;
            }
            candidates++;
            int a = (int) (sorted[i] >>> 32);
            int b = (int) sorted[i];
            if (skipsConnected && connected.root(a) == connected.root(b)) {
                continue;
            }
            if (a != pattern) {
                pattern = a;
                patternLength = read(a);
                comparison.pattern(points, patternLength);
            }
            int length = read(b);
            int distance =
                    isMeasuring
                            ? comparison.distance(points, length)
                            : comparison.near(points, length);
            verified++;
            if (distance >= 0) {
                if (skipsConnected) {
                    connected.union(a, b);
                }
                edges.add(
                        texts.number(a),
                        texts.number(b),
                        distance,
                        Math.max(patternLength, length),
                        texts.answer(a),
                        texts.answer(b));
            }
        }
        edges.flush();
        return new Counts(candidates, verified);
    }

    private long[] placesInOrder() {
        long[] places = new long[Math.toIntExact(pairCount)];
        int at = 0;
        for (Block.Pairs block : pairs) {
            for (int i = 0; i < block.first().length; i++) {
                int a = texts.place(block.first()[i]);
                int b = texts.place(block.second()[i]);
                if (a < 0 || b < 0) {
                    throw new IllegalStateException("the text of a candidate did not come");
                }
                places[at++] = (long) a << 32 | b;
            }
        }
        pairs.clear();
        long[] sorted = RadixSort.byUpperBits(places, new long[places.length], places.length, 0);
        return sorted;
    }

    private int read(int place) {
        int most = texts.bytes(place);
        if (most > points.length) {
            points = Arrays.copyOf(points, Math.max(most, 2 * points.length));
        }
        return texts.read(place, points);
    }
}
