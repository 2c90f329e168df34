package io.evalstream.udfs.sql;

import io.evalstream.udfs.sketch.QuantileSketch;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

import java.io.IOException;

/** A sketch, and the shares of the quantiles that were asked for. */
public final class QuantileState {

    final QuantileSketch sketch;

    private final QuantileSketch.Kind kind;
    private double[] shares = {};

    /** A state without numbers. */
    QuantileState(QuantileSketch.Kind kind) {
        this(kind, kind.empty());
    }

    private QuantileState(QuantileSketch.Kind kind, QuantileSketch sketch) {
        this.kind = kind;
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

    void merge(QuantileState other) {
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

    /** How a state is kept. */
    public static final class Serializer extends StateSerializer<QuantileState> {

        /** Of no use until it is told its kind: whoever asks for it overwrites it. */
        @Override
        public QuantileState createInstance() {
            return new QuantileState(QuantileSketch.Kind.KLL);
        }

        @Override
        public void serialize(QuantileState state, DataOutputView target) throws IOException {
            target.writeByte(state.kind.ordinal());
            writeBytes(state.sketch.image(), target);
            target.writeInt(state.shares.length);
            for (double share : state.shares) {
                target.writeDouble(share);
            }
        }

        @Override
        public QuantileState deserialize(DataInputView source) throws IOException {
            QuantileSketch.Kind kind = QuantileSketch.Kind.values()[source.readByte()];
            QuantileState state = new QuantileState(kind, kind.fromImage(readBytes(source)));
            state.shares = new double[source.readInt()];
            for (int i = 0; i < state.shares.length; i++) {
                state.shares[i] = source.readDouble();
            }
            return state;
        }

        @Override
        public TypeSerializerSnapshot<QuantileState> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Of {@link Serializer}. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<QuantileState> {

        /** For Flink. */
        public Snapshot() {
            super(Serializer::new);
        }
    }
}
