package io.evalstream.jobs.quality;

import io.evalstream.contract.Outcome;
import io.evalstream.udfs.verdict.ItemHash;
import io.evalstream.udfs.verdict.ItemOrder;

import java.util.List;

/**
 * The results of one series of one run that count, in columns, in order of their items, then ids.
 */
final class SortedResults {

    static final SortedResults NONE = new SortedResults(0);

    private final Text[] item;
    private final Text[] slice;
    private final Text[] cluster;
    private final double[] score;
    private final int[] dispatchIndex;
    private final Outcome[] outcome;
    private final double[] latencyMs;
    private int[] inItemOrder;
    private int[] ranks;

    /**
     * @param size how many rows are to be {@link #put}
     */
    SortedResults(int size) {
        item = new Text[size];
        slice = new Text[size];
        cluster = new Text[size];
        score = new double[size];
        dispatchIndex = new int[size];
        outcome = new Outcome[size];
        latencyMs = new double[size];
    }

    /** Sets a row. */
    void put(
            int row,
            Text itsItem,
            Text itsSlice,
            Text itsCluster,
            double itsScore,
            int itsDispatchIndex,
            Outcome itsOutcome,
            double itsLatencyMs) {
        item[row] = itsItem;
        slice[row] = itsSlice;
        cluster[row] = itsCluster;
        score[row] = itsScore;
        dispatchIndex[row] = itsDispatchIndex;
        outcome[row] = itsOutcome;
        latencyMs[row] = itsLatencyMs;
    }

    int size() {
        return item.length;
    }

    /** By row; not to be changed. */
    Text[] items() {
        return item;
    }

    Text item(int row) {
        return item[row];
    }

    Text slice(int row) {
        return slice[row];
    }

    Text cluster(int row) {
        return cluster[row];
    }

    /** NaN when missing. */
    double score(int row) {
        return score[row];
    }

    int dispatchIndex(int row) {
        return dispatchIndex[row];
    }

    Outcome outcome(int row) {
        return outcome[row];
    }

    /** NaN when unknown. */
    double latencyMs(int row) {
        return latencyMs[row];
    }

    /** The rows in {@link ItemOrder}; those of one item as they are here. */
    int[] inItemOrder() {
        if (inItemOrder == null) {
            ItemHash hash = new ItemHash();
            long[] numbers = new long[item.length];
            for (int row = 0; row < numbers.length; row++) {
                // The smaller number, unsigned, is the first.
                numbers[row] = item[row].itemHash(hash) ^ Long.MIN_VALUE;
            }
            inItemOrder = RowOrder.of(numbers, (a, b) -> compare(a, b, hash));
        }
        return inItemOrder;
    }

    /** The place of each row in that order. */
    int[] ranks() {
        if (ranks == null) {
            int[] order = inItemOrder();
            ranks = new int[order.length];
            for (int rank = 0; rank < order.length; rank++) {
                ranks[order[rank]] = rank;
            }
        }
        return ranks;
    }

    private int compare(int a, int b, ItemHash hash) {
        if (item[a] == item[b]) {
            return Integer.compare(a, b);
        }
        int byHash = Long.compareUnsigned(item[a].itemHash(hash), item[b].itemHash(hash));
        if (byHash != 0) {
            return byHash;
        }
        String first = item[a].toString();
        return ItemOrder.of(List.of(first, item[b].toString())).get(0).equals(first) ? -1 : 1;
    }
}
