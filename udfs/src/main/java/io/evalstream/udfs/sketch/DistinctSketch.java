package io.evalstream.udfs.sketch;

import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.theta.CompactSketch;
import org.apache.datasketches.theta.Intersection;
import org.apache.datasketches.theta.SetOperation;
import org.apache.datasketches.theta.Sketch;
import org.apache.datasketches.theta.Union;

import java.nio.charset.StandardCharsets;

/**
 * A set that knows about how many different values it holds and what it shares with another.
 *
 * <p>Dasgupta, Lang, Rhodes and Thaler, "A framework for estimating stream expression
 * cardinalities", ICDT 2016, as Apache DataSketches implements it (theta sketch, {@value #ENTRIES}
 * entries, at most 32 kB): a relative standard error of 1.6 % of the estimate, exact up to {@value
 * #ENTRIES} values. The result depends on the set alone, not on the order or the partition in which
 * values came.
 */
public final class DistinctSketch {

    /** Nominal entries k; the relative standard error is 1/√k. */
    public static final int ENTRIES = 4096;

    /** Stands for the empty text, which the library would leave out; no text has these bytes. */
    private static final byte[] EMPTY_TEXT = {(byte) 0xFF};

    private final Union union;

    private DistinctSketch(Union union) {
        this.union = union;
    }

    /** An empty set. */
    public static DistinctSketch empty() {
        return new DistinctSketch(SetOperation.builder().setNominalEntries(ENTRIES).buildUnion());
    }

    /**
     * A set from its bytes.
     *
     * @throws IllegalArgumentException if these are not the bytes of such a set
     */
    public static DistinctSketch fromImage(byte[] image) {
        DistinctSketch set = empty();
        set.union.union(read(image));
        return set;
    }

    /** Adds a text. */
    public void add(String value) {
        union.update(value.isEmpty() ? EMPTY_TEXT : value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a whole number. */
    public void add(long value) {
        union.update(value);
    }

    /** Adds all values of another set. */
    public void merge(DistinctSketch other) {
        union.union(other.union.getResult());
    }

    /** About how many different values it holds. */
    public double estimate() {
        return union.getResult().getEstimate();
    }

    /** Its bytes, see {@link SketchImage}. */
    public byte[] image() {
        return SketchImage.THETA.wrap(union.getResult(true, null).toByteArray());
    }

    /** About how many different values the set with these bytes holds. */
    public static double estimate(byte[] image) {
        return read(image).getEstimate();
    }

    /** The bytes of the set of values that are in one of the two sets. */
    public static byte[] union(byte[] a, byte[] b) {
        Union both = SetOperation.builder().setNominalEntries(ENTRIES).buildUnion();
        both.union(read(a));
        both.union(read(b));
        return SketchImage.THETA.wrap(both.getResult(true, null).toByteArray());
    }

    /** The bytes of the set of values that are in both sets. */
    public static byte[] intersection(byte[] a, byte[] b) {
        return SketchImage.THETA.wrap(intersect(read(a), read(b)).toByteArray());
    }

    /**
     * How much of the smaller set is in the other: |A ∩ B| / min(|A|, |B|).
     *
     * @return in [0, 1]; NaN if a set is empty
     */
    public static double overlap(byte[] a, byte[] b) {
        Sketch first = read(a);
        Sketch second = read(b);
        double smaller = Math.min(first.getEstimate(), second.getEstimate());
        if (smaller == 0) {
            return Double.NaN;
        }
        return Math.min(1, intersect(first, second).getEstimate() / smaller);
    }

    private static CompactSketch intersect(Sketch a, Sketch b) {
        Intersection intersection = SetOperation.builder().buildIntersection();
        return intersection.intersect(a, b, true, null);
    }

    private static Sketch read(byte[] image) {
        return CompactSketch.heapify(Memory.wrap(SketchImage.THETA.unwrap(image)));
    }
}
