package io.evalstream.udfs.cluster;

/**
 * The connected components of a stream of edges together with those edges that connected something:
 * all that another one needs to know of them.
 */
public final class SpanningForest {

    private final DisjointSets sets;
    private final Edges edges = new Edges();

    /**
     * @param nodes how many nodes there are
     */
    public SpanningForest(int nodes) {
        sets = new DisjointSets(nodes);
    }

    /** Whether two nodes are known to be connected, so that their edge would tell nothing. */
    public boolean isConnected(int a, int b) {
        return sets.isConnected(a, b);
    }

    /** Takes an edge and keeps it if it connects what was not connected. */
    public boolean add(int a, int b) {
        boolean connects = sets.union(a, b);
        if (connects) {
            edges.add(a, b);
        }
        return connects;
    }

    /** Takes the edges of another forest. */
    public void merge(Edges forest) {
        for (int edge = 0; edge < forest.size(); edge++) {
            add(forest.first(edge), forest.second(edge));
        }
    }

    /** The edges that are kept: fewer than there are nodes. */
    public Edges edges() {
        return edges;
    }

    /** For each node the smallest node of its component. */
    public int[] labels() {
        return sets.labels();
    }
}
