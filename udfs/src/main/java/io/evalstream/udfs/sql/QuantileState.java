package io.evalstream.udfs.sql;

import io.evalstream.udfs.sketch.QuantileSketch;

import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

import java.io.IOException;

/**
 * A sketch, and the shares of the quantiles that were asked for.
 *
 * @param <S> the kind of sketch
 */
public abstract class QuantileState<S extends QuantileSketch<S>> {

    final S sketch;

    private double[] shares = {};

    QuantileState(S sketch) {
        this.sketch = sketch;
    }

    void add(Double value) {
        if (value != null) {
            sketch.add(value);
        }
    }

    void ask(Double... p) {
        if (p.length != shares.length) {
            shares = new double[p.length];
        }
        for (int i = 0; i < p.length; i++) {
            QuantileSketch.requireShare(p[i] == null ? Double.NaN : p[i]);
            shares[i] = p[i];
        }
    }

    void merge(QuantileState<S> other) {
        sketch.merge(other.sketch);
        if (other.shares.length > 0) {
            shares = other.shares;
        }
    }

    /** The quantiles that were asked for, or NULL without numbers. */
    Double[] quantiles() {
        if (sketch.count() == 0) {
            return null;
        }
        Double[] quantiles = new Double[shares.length];
        for (int i = 0; i < shares.length; i++) {
            quantiles[i] = sketch.quantile(shares[i]);
        }
        return quantiles;
    }

    void write(DataOutputView target) throws IOException {
        StateSerializer.writeBytes(sketch.image(), target);
        target.writeInt(shares.length);
        for (double share : shares) {
            target.writeDouble(share);
        }
    }

    void readShares(DataInputView source) throws IOException {
        shares = new double[source.readInt()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = source.readDouble();
        }
    }
}
