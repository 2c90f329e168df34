package io.evalstream.bench.dedup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Pairs as they are found, put in order at the end. */
final class Pairs {
    private final List<Pair> pairs = new ArrayList<>();

    private record Pair(int left, int right, int distance, int longer) {}

    /** Takes a pair in any order of its rows. */
    void add(int a, int b, int distance, int longer) {
        pairs.add(new Pair(Math.min(a, b), Math.max(a, b), distance, longer));
    }

    void addAll(Pairs others) {
        pairs.addAll(others.pairs);
    }

    /** All of them by rows, whoever found them first. */
    Truth truth(int documents) {
        pairs.sort(Comparator.comparingInt(Pair::left).thenComparingInt(Pair::right));
        int[] left = new int[pairs.size()];
        int[] right = new int[pairs.size()];
        int[] distance = new int[pairs.size()];
        int[] longer = new int[pairs.size()];
        for (int i = 0; i < left.length; i++) {
            left[i] = pairs.get(i).left;
            right[i] = pairs.get(i).right;
            distance[i] = pairs.get(i).distance;
            longer[i] = pairs.get(i).longer;
        }
        return Truth.of(documents, left, right, distance, longer);
    }
}
