package io.evalstream.udfs.sketch;

import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;
import org.apache.datasketches.req.ReqSketch;

/**
 * A distribution whose error shrinks towards the largest numbers: the error of a rank is a share of
 * its distance from the top, which is what 99 % and 99.9 % need.
 *
 * <p>Cormode, Karnin, Liberty, Thaler and Veselý, "Relative error streaming quantiles", PODS 2021,
 * as Apache DataSketches implements it with k = {@value #K}. It grows with the logarithm of what it
 * has seen, to below 30 kB for a million, and keeps numbers in single precision.
 */
public final class ReqQuantiles implements QuantileSketch {

    /** Size parameter of the sketch. */
    public static final int K = 30;

    private final ReqSketch sketch;

    private ReqQuantiles(ReqSketch sketch) {
        this.sketch = sketch;
    }

    /** A sketch that has seen nothing. */
    public static ReqQuantiles empty() {
        return new ReqQuantiles(ReqSketch.builder().setK(K).setHighRankAccuracy(true).build());
    }

    /**
     * A sketch from its bytes.
     *
     * @throws IllegalArgumentException if these are not the bytes of such a sketch
     */
    public static ReqQuantiles fromImage(byte[] image) {
        return new ReqQuantiles(ReqSketch.heapify(Memory.wrap(SketchImage.REQ.unwrap(image))));
    }

    @Override
    public void add(double value) {
        if (!Double.isNaN(value)) {
            sketch.update((float) value);
        }
    }

    @Override
    public void merge(QuantileSketch other) {
        sketch.merge(((ReqQuantiles) other).sketch);
    }

    @Override
    public long count() {
        return sketch.getN();
    }

    @Override
    public double quantile(double p) {
        QuantileSketch.requireShare(p);
        QuantileSketch.requireSeen(this);
        return sketch.getQuantile(p, QuantileSearchCriteria.INCLUSIVE);
    }

    @Override
    public double rank(double value) {
        QuantileSketch.requireSeen(this);
        return sketch.getRank((float) value, QuantileSearchCriteria.INCLUSIVE);
    }

    @Override
    public byte[] image() {
        return SketchImage.REQ.wrap(sketch.toByteArray());
    }
}
