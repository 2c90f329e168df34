package io.evalstream.bench.streaming;

import io.evalstream.contract.EventId;
import io.evalstream.contract.EventIds;

import java.nio.charset.StandardCharsets;

/**
 * The sample events all contenders read: 12 fields and exactly {@value #LENGTH} bytes each, the
 * same ones in every process.
 *
 * <p>Several models are evaluated at once, release after release. Each release is one run of
 * {@value #TASKS} tasks; its results come in a shuffled dispatch order and are spread over an hour
 * of event time, whatever their number. Every hundredth event is followed by a copy of an earlier
 * one. Values are multiples of 1/1024, so that sums are exact in any order.
 */
final class SampleStream {
    static final int LENGTH = 281;
    static final int TASKS = 3;

    /** One of so many events is sent again. */
    static final int COPY_EVERY = 100;

    /** The first of January 2026; the hour lies in one month and so in one partition. */
    static final long START_MILLIS = 1_767_225_600_000L;

    /** A day in, so that every window that holds an event begins in that month. */
    private static final long FIRST_MILLIS = START_MILLIS + 86_400_000L;

    private static final long SPAN_MILLIS = 3_600_000L;
    private static final int COPY_REACH = 50_000;
    private static final String[] TASK_NAMES = {"gsm8k", "kmmlu", "squad"};
    private static final String[] METRIC_NAMES = {"em", "acc", "f1"};
    private static final int SLICES = 8;

    private final long distinct;
    private final int models;
    private final int items;

    /** Hears of the events in the order in which they are sent. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param copy whether the same event was sent before
         */
        void sample(Sample sample, boolean copy);
    }

    /**
     * One event.
     *
     * @param value1024 the score in 1024ths, 0 to 1024
     * @param key the record's key: copies share a partition
     * @param json the record
     */
    record Sample(Series series, EventId id, int value1024, byte[] key, byte[] json) {}

    /** What means are taken over; the run is known by its tag, of which there is one for each. */
    record Series(String runId, String model, String modelTag, String task, String metric) {}

    /**
     * @param distinct number of events without the copies
     * @param models how many models are evaluated at once
     * @param items results of one task in one run
     */
    SampleStream(long distinct, int models, int items) {
        this.distinct = distinct;
        this.models = models;
        this.items = items;
    }

    /** The stream that has so many events, copies included. */
    static SampleStream ofEvents(long events) {
        long distinct = events * COPY_EVERY / (COPY_EVERY + 1);
        int items = (int) Math.max(50, Math.min(2000, distinct / 500));
        return new SampleStream(distinct, 16, items);
    }

    void forEach(Visitor visitor) {
        for (long index = 0; index < distinct; index++) {
            visitor.sample(at(index), false);
            if (index % COPY_EVERY == COPY_EVERY - 1) {
                long back = Math.floorMod(mix(~index), Math.min(index, COPY_REACH)) + 1;
                visitor.sample(at(index - back), true);
            }
        }
    }

    /** The event at a place among those that are not copies, from 0. */
    Sample at(long index) {
        return at(index, FIRST_MILLIS + index * SPAN_MILLIS / distinct);
    }

    /** The same event at another time, in milliseconds since the epoch. */
    Sample at(long index, long tsMillis) {
        long runLength = (long) TASKS * items;
        int model = (int) (index % models);
        long release = index / models / runLength;
        int place = (int) (index / models % runLength);
        int task = place % TASKS;
        int dispatched = place / TASKS;
        // A stride without a common divisor visits every item once.
        int item = (int) ((dispatched * 7919L + release) % items);
        Series series = series(model, release, task);
        String itemKey = hex(mix(item * 31L + task));
        EventId id =
                EventIds.of(series.runId(), "", "", series.task(), itemKey, series.metric(), "", 0);
        int value = value(item, task, mix(index));
        byte[] json = json(series, id, itemKey, item, dispatched, value, tsMillis, mix(~index));
        return new Sample(series, id, value, itemKey.getBytes(StandardCharsets.US_ASCII), json);
    }

    private static Series series(int model, long release, int task) {
        String name = "chat-" + (char) ('a' + model % 26) + model;
        return new Series(
                name + "-r" + release,
                name,
                name + ":" + release,
                TASK_NAMES[task],
                METRIC_NAMES[task]);
    }

    /** Four of five items are solved, one result in twenty is the other way round. */
    private static int value(int item, int task, long noise) {
        if (task == TASKS - 1) {
            return 512 + (int) (noise & 511);
        }
        boolean solved = Math.floorMod(mix(item * 17L + task), 5) != 0;
        boolean flipped = Math.floorMod(noise, 20) == 0;
        return solved == flipped ? 0 : 1024;
    }

    private static byte[] json(
            Series series,
            EventId id,
            String itemKey,
            int item,
            int dispatched,
            int value1024,
            long tsMillis,
            long noise) {
        StringBuilder text = new StringBuilder(LENGTH);
        text.append("{\"event_id\":\"").append(id);
        text.append("\",\"run_id\":\"").append(series.runId());
        text.append("\",\"model_tag\":\"").append(series.modelTag());
        text.append("\",\"task\":\"").append(series.task());
        text.append("\",\"metric\":\"").append(series.metric());
        text.append("\",\"item_key\":\"").append(itemKey);
        text.append("\",\"dispatch_index\":").append(dispatched);
        text.append(",\"value\":").append(value1024 / 1024.0);
        text.append(",\"slice\":\"subject-").append((char) ('a' + item % SLICES));
        text.append("\",\"ts\":").append(tsMillis);
        text.append(",\"latency_ms\":").append(100 + Math.floorMod(noise, 4000) / 8.0);
        text.append(",\"output\":\"");
        while (text.length() < LENGTH - 2) {
            text.append("the answer is ".charAt(text.length() % 14));
        }
        text.append("\"}");
        if (text.length() != LENGTH) {
            throw new IllegalStateException(text.length() + " bytes: " + text);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(long value) {
        return new EventId(0, value).toString().substring(16);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
