package io.evalstream.jobs.snapshot;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Hands on the records of a day. The offsets the source begins and ends at are those of the first
 * records at or after a time; where producers set times out of order, others are in between.
 */
final class ReadTopic implements KafkaRecordDeserializationSchema<QueryRecord> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = {};

    private final long from;
    private final long to;

    /**
     * @param from first millisecond of the day
     * @param to first one of the next
     */
    ReadTopic(long from, long to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> source, Collector<QueryRecord> out) {
        if (source.timestamp() < from || source.timestamp() >= to) {
            return;
        }
        out.collect(
                new QueryRecord(
                        source.topic() + "/" + source.partition() + "@" + source.offset(),
                        QueryRecord.position(source.partition(), source.offset()),
                        source.value() == null ? NOTHING : source.value()));
    }

    @Override
    public TypeInformation<QueryRecord> getProducedType() {
        return TypeInformation.of(QueryRecord.class);
    }
}
