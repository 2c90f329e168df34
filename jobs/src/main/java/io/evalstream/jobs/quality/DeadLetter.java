package io.evalstream.jobs.quality;

import io.evalstream.contract.RejectReason;

/**
 * A record that could not be read.
 *
 * @param field the field at fault, or empty
 * @param message what is wrong, in one line
 * @param payload the original bytes
 */
public record DeadLetter(
        RejectReason reason,
        String field,
        String message,
        String topic,
        int partition,
        long offset,
        byte[] payload) {}
