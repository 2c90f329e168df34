package io.evalstream.udfs.cluster;

/**
 * The connected components of nodes 0 to n − 1, four bytes per node.
 *
 * <p>Union by index, so that a component's root is its smallest node whatever the order of edges,
 * with path halving (Tarjan and van Leeuwen, "Worst-case analysis of set union algorithms", JACM
 * 1984). Not for several threads.
 */
public final class DisjointSets {

    private final int[] parent;

    /**
     * @param nodes how many nodes there are, each a component of its own
     */
    public DisjointSets(int nodes) {
        parent = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            parent[node] = node;
        }
    }

    /** How many nodes there are. */
    public int nodes() {
        return parent.length;
    }

    /** The smallest node of a node's component. */
    public int find(int node) {
        int at = node;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** Whether two nodes are known to be connected. */
    public boolean isConnected(int a, int b) {
        return find(a) == find(b);
    }

    /**
     * Connects two nodes.
     *
     * @return whether they were not connected before: whether this edge belongs to the spanning
     *     forest
     */
    public boolean union(int a, int b) {
        int rootA = find(a);
        int rootB = find(b);
        if (rootA == rootB) {
            return false;
        }
        parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
        return true;
    }

    /** For each node the smallest node of its component. */
    public int[] labels() {
        int[] labels = new int[parent.length];
        for (int node = 0; node < parent.length; node++) {
            // A parent is never larger than its node, so its label is known.
            labels[node] = parent[node] == node ? node : labels[parent[node]];
        }
        return labels;
    }
}
