package io.evalstream.udfs.rating;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often which model was judged better than which, in whole numbers: judgements can come in any
 * order and be taken back, even before they came.
 */
public final class PairwiseResults {

    /** More models than that are not rated together. */
    public static final int MOST_MODELS = 1000;

    private static final int MOST_PAIRS = 100_000;

    private static final Comparator<Pair> BY_NAMES =
            Comparator.comparing(Pair::first).thenComparing(Pair::second);

    private record Pair(String first, String second) {}

    /** Per pair, its names in order: half points of the first and of the second. */
    private final Map<Pair, long[]> pairs = new HashMap<>();

    /**
     * Adds judgements, or takes them back.
     *
     * @param points of the first model: 1, 0.5 or 0
     * @param times how many to add, negative to take back
     */
    public void add(String first, String second, double points, long times) {
        int halves = Outcome.of(points).halves();
        ModelName.requireTwo(first, second);
        if (first.compareTo(second) < 0) {
            score(new Pair(first, second), times * halves, times * (2 - halves));
        } else {
            score(new Pair(second, first), times * (2 - halves), times * halves);
        }
    }

    /** Adds what others have seen. */
    public void merge(PairwiseResults other) {
        other.pairs.forEach((pair, halves) -> score(pair, halves[0], halves[1]));
    }

    /** Whether there is no judgement. */
    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    /**
     * The maximum-likelihood ratings, or those a prior pulls together.
     *
     * <p>A finite maximum exists only among models of which each has, over others, won against each
     * (Ford, "Solution of a ranking problem from binary comparisons", 1957). Such models form a
     * pool; each pool has the mean 1000, and ratings of two pools do not compare. Pools are
     * numbered by the first name in them.
     *
     * @param ties so many ties each model is given against one that is fixed at 1000; at least 0.
     *     Above 0 all models form one pool, in which the mean need not be 1000.
     * @return best first within a pool, pools in the order of their numbers
     */
    public List<Rating> ratings(double ties) {
        if (!(ties >= 0 && ties <= 1e6)) {
            throw new IllegalArgumentException(
                    "the ties of the prior are a number from 0 to 1000000, not " + ties);
        }
        TreeMap<String, Long> games = games();
        if (games.size() > MOST_MODELS) {
            throw new IllegalArgumentException(
                    "more than " + MOST_MODELS + " models in one rating; group by fewer");
        }
        List<String> models = new ArrayList<>(games.keySet());
        BradleyTerry graph = graph(models);
        int[] pools = ties > 0 ? new int[models.size()] : graph.pools();
        double[] logs = graph.logStrengths(pools, ties);
        List<Rating> ratings = new ArrayList<>();
        for (int i = 0; i < logs.length; i++) {
            double rating = Elo.START + Elo.SPREAD * logs[i] / Math.log(10);
            String model = models.get(i);
            ratings.add(new Rating(model, rating, pools[i] + 1, games.get(model)));
        }
        ratings.sort(
                Comparator.comparingInt(Rating::pool)
                        .thenComparing(Comparator.comparingDouble(Rating::rating).reversed())
                        .thenComparing(Rating::model));
        return ratings;
    }

    private TreeMap<String, Long> games() {
        TreeMap<String, Long> games = new TreeMap<>();
        pairs.forEach(
                (pair, halves) -> {
                    games.merge(pair.first, (halves[0] + halves[1]) / 2, Long::sum);
                    games.merge(pair.second, (halves[0] + halves[1]) / 2, Long::sum);
                });
        return games;
    }

    /** Its edges in the order of names, so that sums round the same whatever came first. */
    private BradleyTerry graph(List<String> models) {
        Map<String, Integer> numbers = new HashMap<>();
        models.forEach(model -> numbers.put(model, numbers.size()));
        TreeMap<Pair, long[]> ordered = new TreeMap<>(BY_NAMES);
        ordered.putAll(pairs);
        BradleyTerry graph = new BradleyTerry(models.size());
        ordered.forEach(
                (pair, halves) ->
                        graph.add(
                                numbers.get(pair.first),
                                numbers.get(pair.second),
                                halves[0] / 2.0,
                                halves[1] / 2.0));
        return graph;
    }

    /** Writes it for {@link #read}. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(pairs.size());
        for (Map.Entry<Pair, long[]> entry : pairs.entrySet()) {
            out.writeUTF(entry.getKey().first);
            out.writeUTF(entry.getKey().second);
            out.writeLong(entry.getValue()[0]);
            out.writeLong(entry.getValue()[1]);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static PairwiseResults read(DataInput in) throws IOException {
        PairwiseResults read = new PairwiseResults();
        int pairs = in.readInt();
        for (int i = 0; i < pairs; i++) {
            Pair pair = new Pair(in.readUTF(), in.readUTF());
            read.score(pair, in.readLong(), in.readLong());
        }
        return read;
    }

    private void score(Pair pair, long halves, long otherHalves) {
        long[] sums = pairs.computeIfAbsent(pair, x -> new long[2]);
        sums[0] += halves;
        sums[1] += otherHalves;
        if (sums[0] == 0 && sums[1] == 0) {
            pairs.remove(pair);
        } else if (pairs.size() > MOST_PAIRS) {
            throw new IllegalArgumentException(
                    "more than " + MOST_PAIRS + " pairs of models in one rating; group by fewer");
        }
    }
}
