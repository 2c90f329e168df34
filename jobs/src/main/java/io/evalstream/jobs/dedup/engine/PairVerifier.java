package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.cluster.DisjointSets;
import io.evalstream.udfs.cluster.KeepRule;
import io.evalstream.udfs.text.CloseTexts;
import io.evalstream.udfs.text.Levenshtein;

/** Decides for the pairs of one partition which are near. */
public final class PairVerifier {

    private final boolean skipsConnected;
    private final boolean isMeasuring;
    private final CloseTexts comparison;
    private final TextStore texts = new TextStore();
    private final PairSet pairs = new PairSet(PairSet.UNBOUNDED, full -> {});

    private PairVerifier(DedupParameters parameters, boolean isMeasuring) {
        this.isMeasuring = isMeasuring;
        this.skipsConnected = parameters.keep() == KeepRule.COMPONENTS && !isMeasuring;
        this.comparison = new CloseTexts(parameters.closeness());
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

    /** Adds texts; all of them come before the first pair. */
    public void add(Block.Texts block) {
        texts.add(block);
    }

    /** Adds pairs. */
    public void add(Block.Pairs block) {
        texts.index();
        for (int i = 0; i < block.first().length; i++) {
            pairs.add(place(block.first()[i]), place(block.second()[i]));
        }
    }

    private int place(long number) {
        int place = texts.place(number);
        if (place < 0) {
            throw new IllegalStateException("the text of a candidate did not come");
        }
        return place;
    }

    /**
     * What was done.
     *
     * @param candidates each counted once
     * @param verified those that were compared
     */
    public record Counts(long candidates, long verified) {}

    public Counts finish(BlockOutput output) {
        texts.index();
        pairs.compact();
        DisjointSets connected = new DisjointSets(skipsConnected ? texts.size() : 0);
        EdgeWriter edges = new EdgeWriter(output);
        long verified = 0;
        int pattern = -1;
        for (int i = 0; i < pairs.size(); i++) {
            int a = pairs.first(i);
            int b = pairs.second(i);
            if (skipsConnected && connected.isConnected(a, b)) {
                continue;
            }
            if (a != pattern) {
                pattern = a;
                comparison.representative(texts.array(a), texts.from(a), texts.to(a));
            }
            int distance =
                    isMeasuring
                            ? Levenshtein.distance(texts.points(a), texts.points(b))
                            : comparison.distance(texts.array(b), texts.from(b), texts.to(b));
            verified++;
            if (distance >= 0) {
                if (skipsConnected) {
                    connected.union(a, b);
                }
                edges.add(
                        texts.number(a),
                        texts.number(b),
                        distance,
                        Math.max(texts.length(a), texts.length(b)),
                        texts.answer(a),
                        texts.answer(b));
            }
        }
        edges.flush();
        return new Counts(pairs.size(), verified);
    }
}
