package io.evalstream.jobs.quality;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

import java.lang.reflect.Type;
import java.util.Map;

/**
 * Results of one series on their way to the judge: one record on the network instead of many.
 *
 * @param texts slices and clusters that the rows refer to by number
 * @param rows how many results there are
 * @param bytes the results, see {@link ObservationBuffer}; exactly filled
 */
@TypeInfo(ObservationBatch.Factory.class)
public record ObservationBatch(SeriesHead head, String[] texts, int rows, byte[] bytes) {

    /** The model, by which batches are spread. */
    String model() {
        return head.model();
    }

    /** Names the serializer. */
    public static final class Factory extends TypeInfoFactory<ObservationBatch> {
        @Override
        public TypeInformation<ObservationBatch> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> parameters) {
            return new OwnSerializerType<>(
                    ObservationBatch.class, ObservationBatchSerializer.INSTANCE);
        }
    }
}
