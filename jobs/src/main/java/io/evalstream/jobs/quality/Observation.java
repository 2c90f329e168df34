package io.evalstream.jobs.quality;

import io.evalstream.contract.Outcome;

import java.nio.charset.StandardCharsets;

/** Goes through the results of a batch; what it says of one holds until the next. */
final class Observation {
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final ObservationBatch batch;
    private final byte[] bytes;
    private int at;
    private int next;

    Observation(ObservationBatch batch) {
        this.batch = batch;
        bytes = batch.bytes();
    }

    /** Goes to the next result, if there is one. */
    boolean next() {
        if (next >= bytes.length) {
            return false;
        }
        at = next;
        next = itemStart() + itemLength();
        return true;
    }

    long idHigh() {
        return longAt(ObservationBuffer.ID_HIGH);
    }

    long idLow() {
        return longAt(ObservationBuffer.ID_LOW);
    }

    long tsMillis() {
        return longAt(ObservationBuffer.TS);
    }

    int attempt() {
        return intAt(ObservationBuffer.ATTEMPT);
    }

    Outcome outcome() {
        return OUTCOMES[bytes[at + ObservationBuffer.OUTCOME]];
    }

    /** What the sample counts with; NaN when it is missing. */
    double score() {
        return Double.longBitsToDouble(longAt(ObservationBuffer.SCORE));
    }

    /** Of the answer; NaN when unknown. */
    double latencyMs() {
        return Double.longBitsToDouble(longAt(ObservationBuffer.LATENCY));
    }

    int dispatchIndex() {
        return intAt(ObservationBuffer.DISPATCH_INDEX);
    }

    /** Number of the slice among the texts of the batch, or −1 without one. */
    int sliceNumber() {
        return (short) ObservationBuffer.SHORTS.get(bytes, at + ObservationBuffer.SLICE);
    }

    String slice() {
        return text(sliceNumber());
    }

    /** Number of the cluster among the texts of the batch, or −1 without one. */
    int clusterNumber() {
        return (short) ObservationBuffer.SHORTS.get(bytes, at + ObservationBuffer.CLUSTER);
    }

    /** A text of the batch by its number, or the empty one by −1. */
    String text(int number) {
        return number < 0 ? "" : batch.texts()[number];
    }

    String itemKey() {
        return new String(bytes, itemStart(), itemLength(), StandardCharsets.UTF_8);
    }

    /** The array that holds the UTF-8 bytes of the item key. */
    byte[] bytes() {
        return bytes;
    }

    int itemStart() {
        return at + ObservationBuffer.FIXED;
    }

    int itemLength() {
        return (short) ObservationBuffer.SHORTS.get(bytes, at + ObservationBuffer.ITEM_LENGTH);
    }

    private long longAt(int offset) {
        return (long) ObservationBuffer.LONGS.get(bytes, at + offset);
    }

    private int intAt(int offset) {
        return (int) ObservationBuffer.INTS.get(bytes, at + offset);
    }
}
