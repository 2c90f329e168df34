package io.evalstream.udfs.cluster;

import java.util.Arrays;

/** Which node of near duplicates stays. */
public enum KeepRule {
    /** One of each connected component: the first by (priority, number). */
    COMPONENTS {
        @Override
        public int[] keptFor(int nodes, int[] priorities, Edges edges) {
            DisjointSets sets = new DisjointSets(nodes);
            for (int edge = 0; edge < edges.size(); edge++) {
                sets.union(edges.first(edge), edges.second(edge));
            }
            return firstOf(sets.labels(), priorities);
        }
    },

    /**
     * Greedily in the order of (priority, number): a node goes iff it has an edge to one that
     * stays, so that no two that stay have an edge, and every one that goes has one to its keeper.
     */
    LEADER {
        @Override
        public int[] keptFor(int nodes, int[] priorities, Edges edges) {
            int[] begins = new int[nodes + 1];
            for (int edge = 0; edge < edges.size(); edge++) {
                begins[edges.first(edge)]++;
                begins[edges.second(edge)]++;
            }
            for (int node = 0, sum = 0; node <= nodes; node++) {
                sum += begins[node];
                begins[node] = sum;
            }
            int[] neighbours = new int[2 * edges.size()];
            for (int edge = edges.size() - 1; edge >= 0; edge--) {
                int a = edges.first(edge);
                int b = edges.second(edge);
                neighbours[--begins[a]] = b;
                neighbours[--begins[b]] = a;
            }
            int[] kept = new int[nodes];
            Arrays.fill(kept, -1);
            for (int node : inOrder(nodes, priorities)) {
                if (kept[node] >= 0) {
                    continue;
                }
                kept[node] = node;
                for (int i = begins[node]; i < begins[node + 1]; i++) {
                    if (kept[neighbours[i]] < 0) {
                        kept[neighbours[i]] = node;
                    }
                }
            }
            return kept;
        }
    };

    /**
     * For each node the one that stays for it: itself, or the one whose duplicate it is. Under
     * {@link #LEADER} that is the first one that it has an edge to.
     *
     * @param nodes how many there are
     * @param priorities one for each node, the smallest goes first; equal ones by number
     * @param edges pairs of near duplicates; for {@link #COMPONENTS} a spanning forest will do, for
     *     {@link #LEADER} all are needed
     */
    public abstract int[] keptFor(int nodes, int[] priorities, Edges edges);

    /**
     * For each node the first of its component by (priority, number).
     *
     * @param labels for each node the smallest node of its component
     * @param priorities one for each node
     */
    public static int[] firstOf(int[] labels, int[] priorities) {
        int[] first = new int[labels.length];
        Arrays.fill(first, -1);
        for (int node = 0; node < labels.length; node++) {
            int known = first[labels[node]];
            if (known < 0 || priorities[node] < priorities[known]) {
                first[labels[node]] = node;
            }
        }
        int[] kept = new int[labels.length];
        for (int node = 0; node < labels.length; node++) {
            kept[node] = first[labels[node]];
        }
        return kept;
    }

    private static int[] inOrder(int nodes, int[] priorities) {
        long[] keys = new long[nodes];
        for (int node = 0; node < nodes; node++) {
            keys[node] = (long) priorities[node] << 32 | node;
        }
        Arrays.sort(keys);
        int[] order = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }
}
