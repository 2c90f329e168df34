package io.evalstream.udfs.cluster;

import java.util.Arrays;

/** A growing list of pairs of nodes, eight bytes each. */
public final class Edges {

    private long[] edges;
    private int size;

    public Edges() {
        this(new long[16], 0);
    }

    private Edges(long[] edges, int size) {
        this.edges = edges;
        this.size = size;
    }

    /**
     * A list from what {@link #packed} gave; it may append to that array.
     *
     * @param packed each the first node · 2³² + the second
     */
    public static Edges of(long[] packed) {
        return new Edges(packed, packed.length);
    }

    /** Appends a pair of nodes of at least 0. */
    public void add(int a, int b) {
        if (size == edges.length) {
            edges = Arrays.copyOf(edges, Math.max(16, size + (size >> 1)));
        }
        edges[size++] = pack(a, b);
    }

    /** How many pairs there are. */
    public int size() {
        return size;
    }

    /** The first node of a pair. */
    public int first(int edge) {
        return first(edges[edge]);
    }

    /** The second node of a pair. */
    public int second(int edge) {
        return second(edges[edge]);
    }

    /** All pairs, each the first node · 2³² + the second; sorted, it is by first, then second. */
    public long[] packed() {
        return Arrays.copyOf(edges, size);
    }

    /** Two nodes in one number. */
    public static long pack(int a, int b) {
        return (long) a << 32 | b;
    }

    /** The first node of a packed pair. */
    public static int first(long edge) {
        return (int) (edge >>> 32);
    }

    /** The second node of a packed pair. */
    public static int second(long edge) {
        return (int) edge;
    }
}
