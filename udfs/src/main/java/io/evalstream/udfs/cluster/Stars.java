package io.evalstream.udfs.cluster;

import java.util.Arrays;

/**
 * Connected components by alternating large stars and small stars, for graphs too large for one
 * array: each operation is one grouping of edges by node.
 *
 * <p>Kiveris, Lattanzi, Mirrokni, Rastogi and Vassilvitskii, "Connected components in MapReduce and
 * beyond", SoCC 2014. Both operations keep the components; when they change nothing more, every
 * node has an edge to the smallest of its component and no other.
 */
public final class Stars {

    private Stars() {}

    /**
     * Connects each node's larger neighbours to the smallest of the node and its neighbours.
     *
     * @param edges packed pairs, in any order and direction
     * @return packed pairs (larger, smaller), sorted, each once
     */
    public static long[] large(long[] edges) {
        long[] both = new long[2 * edges.length];
        int size = 0;
        for (long edge : edges) {
            int a = Edges.first(edge);
            int b = Edges.second(edge);
            if (a != b) {
                both[size++] = Edges.pack(a, b);
                both[size++] = Edges.pack(b, a);
            }
        }
        Arrays.sort(both, 0, size);
        Edges connected = new Edges();
        for (int begin = 0, end; begin < size; begin = end) {
            int node = Edges.first(both[begin]);
            // Neighbours are sorted, so the first of them is the smallest.
            int smallest = Math.min(node, Edges.second(both[begin]));
            for (end = begin; end < size && Edges.first(both[end]) == node; end++) {
                int neighbour = Edges.second(both[end]);
                if (neighbour > node) {
                    connected.add(neighbour, smallest);
                }
            }
        }
        return distinct(connected.packed());
    }

    /**
     * Connects each node and its smaller neighbours to the smallest of them.
     *
     * @param edges packed pairs, in any order and direction
     * @return packed pairs (larger, smaller), sorted, each once
     */
    public static long[] small(long[] edges) {
        long[] down = new long[edges.length];
        int size = 0;
        for (long edge : edges) {
            int a = Edges.first(edge);
            int b = Edges.second(edge);
            if (a != b) {
                down[size++] = Edges.pack(Math.max(a, b), Math.min(a, b));
            }
        }
        Arrays.sort(down, 0, size);
        Edges connected = new Edges();
        for (int begin = 0, end; begin < size; begin = end) {
            int node = Edges.first(down[begin]);
            int smallest = Edges.second(down[begin]);
            connected.add(node, smallest);
            for (end = begin + 1; end < size && Edges.first(down[end]) == node; end++) {
                int neighbour = Edges.second(down[end]);
                if (neighbour != smallest) {
                    connected.add(neighbour, smallest);
                }
            }
        }
        return distinct(connected.packed());
    }

    /**
     * The edge of every node to the smallest of its component, for nodes that have an edge.
     *
     * @param edges packed pairs, in any order and direction
     * @return packed pairs (node, smallest), sorted, each node once
     */
    public static long[] components(long[] edges) {
        long[] stars = large(edges);
        while (true) {
            long[] next = large(small(stars));
            if (Arrays.equals(next, stars)) {
                return stars;
            }
            stars = next;
        }
    }

    private static long[] distinct(long[] edges) {
        Arrays.sort(edges);
        int size = 0;
        for (int i = 0; i < edges.length; i++) {
            if (i == 0 || edges[i] != edges[i - 1]) {
                edges[size++] = edges[i];
            }
        }
        return Arrays.copyOf(edges, size);
    }
}
