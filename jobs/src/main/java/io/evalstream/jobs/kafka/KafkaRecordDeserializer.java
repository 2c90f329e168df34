package io.evalstream.jobs.kafka;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hands on every record as it is; reading it is the job's business, failing is not. */
public final class KafkaRecordDeserializer
        implements KafkaRecordDeserializationSchema<KafkaRecord> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = {};

    @Override
    public void deserialize(
            ConsumerRecord<byte[], byte[]> source, Collector<KafkaRecord> collector) {
        collector.collect(
                new KafkaRecord(
                        source.topic(),
                        source.partition(),
                        source.offset(),
                        source.value() == null ? NOTHING : source.value()));
    }

    @Override
    public TypeInformation<KafkaRecord> getProducedType() {
        return TypeInformation.of(KafkaRecord.class);
    }
}
