package io.evalstream.jobs.quality;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

import java.io.IOException;

/**
 * Writes accepted results in about 17.5 bytes each: 16 of the id, the rest by the distance of its
 * version from the one before and a code for the scores that nearly all results have.
 *
 * <p>Rows keep their order, since of two rows under one id the later one counts.
 */
public final class AcceptedChunkSerializer extends ImmutableSerializer<AcceptedChunk> {
    private static final long serialVersionUID = 1L;

    /** Carries nothing of its own. */
    public static final AcceptedChunkSerializer INSTANCE = new AcceptedChunkSerializer();

    private static final int ZERO = 0;
    private static final int ONE = 1;
    private static final int MISSING = 2;
    private static final int OTHER = 3;

    private static final int MAX_LOW = 48;

    /** Smaller chunks are still growing. */
    private static final int WORTH_KEEPING = 512;

    @Override
    public void serialize(AcceptedChunk chunk, DataOutputView target) throws IOException {
        byte[] encoded = chunk.encoded();
        if (encoded == null) {
            encoded = encode(chunk);
            if (chunk.size() >= WORTH_KEEPING) {
                chunk.encoded(encoded);
            }
        }
        target.writeShort(chunk.size());
        target.writeLong(chunk.acceptedAt());
        target.writeInt(encoded.length);
        target.write(encoded);
    }

    private static byte[] encode(AcceptedChunk chunk) {
        int n = chunk.size();
        long bits = 0;
        boolean isBinary = true;
        for (int row = 0; row < n; row++) {
            isBinary &= code(chunk.score(row)) <= ONE;
            bits += row == 0 ? 0 : 64 - Long.numberOfLeadingZeros(distance(chunk, row));
        }
        // Near the best number of low bits, and a few outliers do not matter.
        int low = n < 2 ? 0 : (int) Math.min(MAX_LOW, bits / (n - 1));
        int codeBits = isBinary ? 1 : 2;
        BitOutput out = new BitOutput(18 * n + 16);
        out.write(low, 6);
        out.write(codeBits, 2);
        for (int row = 0; row < n; row++) {
            out.writeLong(chunk.high(row));
            out.writeLong(chunk.low(row));
            if (row == 0) {
                out.writeLong(chunk.version(row));
            } else {
                out.writeRice(distance(chunk, row), low);
            }
            int code = code(chunk.score(row));
            out.write(code, codeBits);
            if (code == OTHER) {
                out.writeLong(Double.doubleToRawLongBits(chunk.score(row)));
            }
        }
        return out.toBytes();
    }

    /** From the version before, folded so that small ones of either sign are small. */
    private static long distance(AcceptedChunk chunk, int row) {
        long difference = chunk.version(row) - chunk.version(row - 1);
        return difference << 1 ^ difference >> 63;
    }

    private static long unfolded(long distance) {
        return distance >>> 1 ^ -(distance & 1);
    }

    private static int code(double score) {
        if (score == 0 && Double.doubleToRawLongBits(score) == 0) {
            return ZERO;
        }
        if (score == 1) {
            return ONE;
        }
        return Double.isNaN(score) ? MISSING : OTHER;
    }

    @Override
    public AcceptedChunk deserialize(DataInputView source) throws IOException {
        int n = source.readShort();
        long acceptedAt = source.readLong();
        byte[] encoded = new byte[source.readInt()];
        source.readFully(encoded);
        BitInput in = new BitInput(encoded);
        int low = (int) in.read(6);
        int codeBits = (int) in.read(2);
        long[] high = new long[n];
        long[] lower = new long[n];
        long[] version = new long[n];
        double[] score = new double[n];
        for (int row = 0; row < n; row++) {
            high[row] = in.readLong();
            lower[row] = in.readLong();
            version[row] = row == 0 ? in.readLong() : version[row - 1] + unfolded(in.readRice(low));
            score[row] =
                    switch ((int) in.read(codeBits)) {
                        case ZERO -> 0;
                        case ONE -> 1;
                        case MISSING -> Double.NaN;
                        default -> Double.longBitsToDouble(in.readLong());
                    };
        }
        AcceptedChunk chunk = new AcceptedChunk(high, lower, version, score, n, acceptedAt);
        if (n >= WORTH_KEEPING) {
            chunk.encoded(encoded);
        }
        return chunk;
    }

    @Override
    public TypeSerializerSnapshot<AcceptedChunk> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What is kept of the serializer: its class. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<AcceptedChunk> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
