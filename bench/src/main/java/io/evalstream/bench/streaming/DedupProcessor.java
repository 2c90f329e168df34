package io.evalstream.bench.streaming;

import io.evalstream.contract.EventId;
import io.evalstream.contract.RejectedEventException;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SampleEventReader;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Reads, drops what was there before, inserts the rest, and sends on what the windows need: the
 * series as key, time and score as value.
 */
final class DedupProcessor implements Processor<byte[], byte[], String, byte[]> {
    static final String STORE = "ids";

    private static final Duration MAX_AGE = Duration.ofMillis(500);
    private static final byte[] SEEN = {1};

    private final SampleInserts inserts;
    private final SampleEventReader reader = new SampleEventReader();
    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<Bytes, byte[]> ids;

    DedupProcessor(ClickHouseHttp clickhouse) {
        this.inserts = new SampleInserts(clickhouse);
    }

    @Override
    public void init(ProcessorContext<String, byte[]> given) {
        context = given;
        ids = given.getStateStore(STORE);
        given.schedule(MAX_AGE, PunctuationType.WALL_CLOCK_TIME, time -> flush());
    }

    @Override
    public void process(Record<byte[], byte[]> bytes) {
        try {
            SampleEvent event = reader.read(bytes.value());
            if (ids.putIfAbsent(key(event.eventId()), SEEN) != null) {
                return;
            }
            inserts.add(event);
            context.forward(
                    new Record<>(
                            WindowProcessor.series(event),
                            ByteBuffer.allocate(16)
                                    .putLong(event.tsMillis())
                                    .putDouble(event.value())
                                    .array(),
                            bytes.timestamp()));
        } catch (RejectedEventException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bytes key(EventId id) {
        return Bytes.wrap(ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array());
    }

    private void flush() {
        try {
            inserts.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        flush();
    }
}
