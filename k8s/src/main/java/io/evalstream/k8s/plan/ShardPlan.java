package io.evalstream.k8s.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Which shard asks which pieces, so that the shards take about equally long.
 *
 * @param shards the pieces of each shard, none of them empty
 */
public record ShardPlan(List<List<Piece>> shards) {

    public ShardPlan {
        List<List<Piece>> copies = new ArrayList<>();
        for (List<Piece> shard : shards) {
            copies.add(List.copyOf(shard));
        }
        shards = List.copyOf(copies);
    }

    /** A shard while it is filled. */
    private record Load(int shard, double seconds) {}

    /**
     * Gives each piece, the longest first, to the shard that has least to do; at most 4/3 - 1/(3m)
     * times as long as the best plan (Graham, Bounds on multiprocessing timing anomalies, 1969).
     *
     * @param pieces at least one
     * @param count shards, at least 1; fewer are made when there are fewer pieces
     */
    public static ShardPlan longestFirst(List<Piece> pieces, int count) {
        List<Piece> ordered = new ArrayList<>(pieces);
        ordered.sort(
                Comparator.comparingDouble(Piece::seconds)
                        .reversed()
                        .thenComparing(Piece::task)
                        .thenComparingInt(Piece::part));
        int made = Math.min(count, pieces.size());
        List<List<Piece>> shards = new ArrayList<>();
        PriorityQueue<Load> loads =
                new PriorityQueue<>(
                        Comparator.comparingDouble(Load::seconds).thenComparingInt(Load::shard));
        for (int shard = 0; shard < made; shard++) {
            shards.add(new ArrayList<>());
            loads.add(new Load(shard, 0));
        }
        for (Piece piece : ordered) {
            Load least = loads.remove();
            shards.get(least.shard()).add(piece);
            // An empty shard is filled first, even where pieces weigh nothing.
            double weight = Math.max(piece.seconds(), Double.MIN_NORMAL);
            loads.add(new Load(least.shard(), least.seconds() + weight));
        }
        return new ShardPlan(shards);
    }

    /** How many there are. */
    public int size() {
        return shards.size();
    }

    /** Seconds one shard is expected to take. */
    public double seconds(int shard) {
        double seconds = 0;
        for (Piece piece : shards.get(shard)) {
            seconds += piece.seconds();
        }
        return seconds;
    }

    /** Seconds all shards are expected to take one after another. */
    public double seconds() {
        double seconds = 0;
        for (int shard = 0; shard < shards.size(); shard++) {
            seconds += seconds(shard);
        }
        return seconds;
    }

    /** Seconds the longest shard is expected to take. */
    public double longest() {
        double longest = 0;
        for (int shard = 0; shard < shards.size(); shard++) {
            longest = Math.max(longest, seconds(shard));
        }
        return longest;
    }
}
