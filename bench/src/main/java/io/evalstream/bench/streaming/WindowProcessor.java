package io.evalstream.bench.streaming;

import io.evalstream.contract.SampleEvent;

import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Sums scores in panes of a minute, and writes every second the windows that have changed. */
final class WindowProcessor implements Processor<String, byte[], Void, Void> {
    static final String STORE = "panes";

    private static final Duration FLUSH = Duration.ofSeconds(1);
    private static final long SLIDE_MILLIS = 60_000;
    private static final int PANES = 10;

    private final ClickHouseHttp clickhouse;
    private final Set<Window> changed = new HashSet<>();
    private KeyValueStore<String, byte[]> panes;

    private record Window(String series, long firstPane) {}

    WindowProcessor(ClickHouseHttp clickhouse) {
        this.clickhouse = clickhouse;
    }

    /** The first four columns of the table of windows, apart by tabs. */
    static String series(SampleEvent event) {
        return String.join("\t", event.model(), event.modelTag(), event.task(), event.metric());
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        panes = context.getStateStore(STORE);
        context.schedule(FLUSH, PunctuationType.WALL_CLOCK_TIME, time -> flush());
    }

    @Override
    public void process(Record<String, byte[]> score) {
        ByteBuffer value = ByteBuffer.wrap(score.value());
        long pane = Math.floorDiv(value.getLong(), SLIDE_MILLIS);
        String key = key(score.key(), pane);
        byte[] before = panes.get(key);
        ByteBuffer sum = before == null ? ByteBuffer.allocate(16) : ByteBuffer.wrap(before);
        panes.put(
                key,
                ByteBuffer.allocate(16)
                        .putDouble(sum.getDouble() + value.getDouble())
                        .putLong(sum.getLong() + 1)
                        .array());
        for (long first = pane - PANES + 1; first <= pane; first++) {
            changed.add(new Window(score.key(), first));
        }
    }

    private static String key(String series, long pane) {
        return series + '\t' + pane;
    }

    private void flush() {
        if (changed.isEmpty()) {
            return;
        }
        StringBuilder rows = new StringBuilder();
        changed.forEach(window -> write(window, rows));
        changed.clear();
        byte[] body = rows.toString().getBytes(StandardCharsets.UTF_8);
        try {
            clickhouse.insert(
                    "INSERT INTO rolling (model, model_tag, task, metric, window_start, window_end,"
                            + " mean, n, version) FORMAT TabSeparated",
                    body,
                    body.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Window window, StringBuilder rows) {
        double sum = 0;
        long count = 0;
        for (long pane = window.firstPane; pane < window.firstPane + PANES; pane++) {
            byte[] value = panes.get(key(window.series, pane));
            if (value != null) {
                ByteBuffer content = ByteBuffer.wrap(value);
                sum += content.getDouble();
                count += content.getLong();
            }
        }
        rows.append(window.series).append('\t');
        time(window.firstPane, rows).append('\t');
        time(window.firstPane + PANES, rows).append('\t');
        rows.append(sum / count).append('\t').append(count).append('\t').append(count);
        rows.append('\n');
    }

    /** Seconds since the epoch with milliseconds, as the engine reads times most quickly. */
    private static StringBuilder time(long pane, StringBuilder rows) {
        return rows.append(pane * SLIDE_MILLIS / 1000).append(".000");
    }

    @Override
    public void close() {
        flush();
    }
}
