package io.evalstream.jobs.quality;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

import java.lang.reflect.Type;
import java.util.Map;

/**
 * What is known besides of the results of an {@link AcceptedChunk} while others may be compared
 * with them: the same rows, which never change either.
 */
@TypeInfo(DetailChunk.Factory.class)
public final class DetailChunk {

    /** Names the serializer. */
    public static final class Factory extends TypeInfoFactory<DetailChunk> {
        @Override
        public TypeInformation<DetailChunk> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> parameters) {
            return new OwnSerializerType<>(DetailChunk.class, DetailChunkSerializer.INSTANCE);
        }
    }

    private final Text[] item;
    private final Text[] slice;
    private final Text[] cluster;
    private final int[] dispatchIndex;
    private final byte[] outcome;
    private final double[] latencyMs;
    private final int size;

    /** What the serializer has made of it. */
    private volatile byte[] encoded;

    /**
     * @param outcome as ordinal of {@code Outcome}
     * @param latencyMs NaN when unknown
     */
    DetailChunk(
            Text[] item,
            Text[] slice,
            Text[] cluster,
            int[] dispatchIndex,
            byte[] outcome,
            double[] latencyMs,
            int size) {
        this.item = item;
        this.slice = slice;
        this.cluster = cluster;
        this.dispatchIndex = dispatchIndex;
        this.outcome = outcome;
        this.latencyMs = latencyMs;
        this.size = size;
    }

    int size() {
        return size;
    }

    Text item(int row) {
        return item[row];
    }

    Text slice(int row) {
        return slice[row];
    }

    Text cluster(int row) {
        return cluster[row];
    }

    int dispatchIndex(int row) {
        return dispatchIndex[row];
    }

    int outcome(int row) {
        return outcome[row];
    }

    double latencyMs(int row) {
        return latencyMs[row];
    }

    byte[] encoded() {
        return encoded;
    }

    void encoded(byte[] bytes) {
        encoded = bytes;
    }
}
