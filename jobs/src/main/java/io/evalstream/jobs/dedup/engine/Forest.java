package io.evalstream.jobs.dedup.engine;

import java.util.Arrays;

/** Disjoint sets of small numbers; the lowest number of a set is its root. */
final class Forest {

    private int[] parents = new int[0];

    /** Makes room for numbers below a size; each new one is alone. */
    void grow(int size) {
        int old = parents.length;
        if (size > old) {
            parents = Arrays.copyOf(parents, Math.max(size, old + (old >> 1)));
            for (int i = old; i < parents.length; i++) {
                parents[i] = i;
            }
        }
    }

    /** The lowest number of the set, with halved paths. */
    int root(int node) {
        int at = node;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /**
     * Makes two sets one.
     *
     * @return whether they were two
     */
    boolean union(int a, int b) {
        int rootOfA = root(a);
        int rootOfB = root(b);
        if (rootOfA == rootOfB) {
            return false;
        }
        parents[Math.max(rootOfA, rootOfB)] = Math.min(rootOfA, rootOfB);
        return true;
    }
}
