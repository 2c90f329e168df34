package io.evalstream.udfs.sketch;

import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;

/**
 * A distribution with the same error of the rank everywhere: 1.33 % of all ranks with 99 %
 * confidence (k = {@value #K}), in about 4 kB whatever comes.
 *
 * <p>Karnin, Lang and Liberty, "Optimal quantile approximation in streams", FOCS 2016, as Apache
 * DataSketches implements it. Up to {@value #K} numbers it is exact.
 */
public final class KllQuantiles implements QuantileSketch {

    /** Size parameter of the sketch. */
    public static final int K = 200;

    private final KllDoublesSketch sketch;

    private KllQuantiles(KllDoublesSketch sketch) {
        this.sketch = sketch;
    }

    /** A sketch that has seen nothing. */
    public static KllQuantiles empty() {
        return new KllQuantiles(KllDoublesSketch.newHeapInstance(K));
    }

    /**
     * A sketch from its bytes.
     *
     * @throws IllegalArgumentException if these are not the bytes of such a sketch
     */
    public static KllQuantiles fromImage(byte[] image) {
        return new KllQuantiles(
                KllDoublesSketch.heapify(Memory.wrap(SketchImage.KLL.unwrap(image))));
    }

    @Override
    public void add(double value) {
        sketch.update(value);
    }

    @Override
    public void merge(QuantileSketch other) {
        sketch.merge(((KllQuantiles) other).sketch);
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
        return sketch.getRank(value, QuantileSearchCriteria.INCLUSIVE);
    }

    @Override
    public byte[] image() {
        return SketchImage.KLL.wrap(sketch.toByteArray());
    }
}
