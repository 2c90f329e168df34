package io.evalstream.jobs.quality;

import io.evalstream.contract.RejectedEventException;
import io.evalstream.jobs.kafka.KafkaRecord;

/** Makes dead letters of records that were refused. */
final class DeadLetters {

    private DeadLetters() {}

    static DeadLetter of(KafkaRecord bytes, RejectedEventException refusal) {
        return new DeadLetter(
                refusal.reason(),
                refusal.field(),
                refusal.getMessage(),
                bytes.topic(),
                bytes.partition(),
                bytes.offset(),
                bytes.value());
    }
}
