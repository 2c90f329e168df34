package io.evalstream.jobs.quality;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

import java.lang.reflect.Type;
import java.util.Map;

/**
 * Some accepted results of one series in columns: which they are, which attempt, what they count.
 *
 * <p>Only the first {@code size} rows belong to it. They never change, while more may be written
 * behind them: a snapshot is made of it without copying.
 */
@TypeInfo(AcceptedChunk.Factory.class)
public final class AcceptedChunk {

    /** Names the serializer. */
    public static final class Factory extends TypeInfoFactory<AcceptedChunk> {
        @Override
        public TypeInformation<AcceptedChunk> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> parameters) {
            return new OwnSerializerType<>(AcceptedChunk.class, AcceptedChunkSerializer.INSTANCE);
        }
    }

    private final long[] high;
    private final long[] low;
    private final long[] version;
    private final double[] score;
    private final int size;
    private final long acceptedAt;

    /** What the serializer has made of it; large chunks do not change and are written often. */
    private volatile byte[] encoded;

    /**
     * @param high first half of each id
     * @param low second half
     * @param version see {@link ResultVersion}
     * @param score what each counts with, NaN when missing
     * @param acceptedAt when the last of them was accepted (processing time)
     */
    AcceptedChunk(
            long[] high, long[] low, long[] version, double[] score, int size, long acceptedAt) {
        this.high = high;
        this.low = low;
        this.version = version;
        this.score = score;
        this.size = size;
        this.acceptedAt = acceptedAt;
    }

    int size() {
        return size;
    }

    long acceptedAt() {
        return acceptedAt;
    }

    long high(int row) {
        return high[row];
    }

    long low(int row) {
        return low[row];
    }

    long version(int row) {
        return version[row];
    }

    double score(int row) {
        return score[row];
    }

    byte[] encoded() {
        return encoded;
    }

    void encoded(byte[] bytes) {
        encoded = bytes;
    }
}
