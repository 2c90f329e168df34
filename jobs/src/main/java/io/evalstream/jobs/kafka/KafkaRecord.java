package io.evalstream.jobs.kafka;

/**
 * The bytes of one Kafka record and where they stand.
 *
 * @param value the bytes; empty for a record without a value
 */
public record KafkaRecord(String topic, int partition, long offset, byte[] value) {}
