package io.evalstream.bench;

import io.evalstream.contract.SampleEvent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The plain way to encode a sample: row by row as RowBinary, each string anew. */
final class RowBinarySamples {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);

    /** Writes the columns of the table of samples, in their order, without a batch. */
    void put(SampleEvent event) {
        putFixed16(event.eventId().high(), event.eventId().low());
        putString(event.runId());
        putString(event.model());
        putString(event.modelTag());
        putString(event.imageDigest());
        putInt64(event.tsMillis());
        putString(event.harness());
        putString(event.harnessVersion());
        putString(event.suite());
        putString(event.task());
        putString(event.taskVersion());
        putString(event.metric());
        putString(event.filter());
        putString(event.datasetDigest());
        putString(event.itemKey());
        putInt32(event.dispatchIndex());
        putInt32(event.repeat());
        putInt32(event.shard());
        putInt32(event.attempt());
        putString(event.outcome().name());
        putFloat64(event.value());
        putString(event.slice());
        putString(event.cluster());
        putString(event.promptHash());
        putString(event.generationHash());
        putString(event.chatTemplateHash());
        putString(event.judgeModel());
        putString(event.engine());
        putFloat64(event.latencyMs());
        putFloat64(event.ttftMs());
        putFloat64(event.inputTokens());
        putFloat64(event.outputTokens());
        putFloat64(event.costUsd());
        putString(event.input());
        putString(event.output());
        putString(event.expected());
        putString(event.reason());
        putInt64(event.tsMillis());
        putString("");
    }

    private void putString(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        int rest = utf8.length;
        while (rest >= 0x80) {
            bytes.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
        bytes.writeBytes(utf8);
    }

    private void putInt32(int value) {
        bytes.write(value);
        bytes.write(value >>> 8);
        bytes.write(value >>> 16);
        bytes.write(value >>> 24);
    }

    private void putInt64(long value) {
        putInt32((int) value);
        putInt32((int) (value >>> 32));
    }

    private void putFloat64(double value) {
        putInt64(Double.doubleToRawLongBits(value));
    }

    private void putFixed16(long high, long low) {
        putInt64(Long.reverseBytes(high));
        putInt64(Long.reverseBytes(low));
    }

    byte[] drain() {
        byte[] drained = bytes.toByteArray();
        bytes.reset();
        return drained;
    }
}
