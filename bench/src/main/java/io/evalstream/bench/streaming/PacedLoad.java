package io.evalstream.bench.streaming;

import io.evalstream.bench.streaming.SampleStream.Sample;
import io.evalstream.contract.RunEvent;
import io.evalstream.jobs.kafka.Topics;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Offers events at a steady rate, whether or not anybody keeps up. What is due is due by the
 * timetable alone: latencies count from there, so that a producer that is held up hides nothing.
 */
final class PacedLoad {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A broken run lasts a second. */
    private static final int RUN_SECONDS = 1;

    private final Producer<byte[], byte[]> producer;
    private final PagingRuns runs = new PagingRuns();
    private final Timetable timetable;
    private final long startNanos;
    private final long startMillis;

    /**
     * When what is sent.
     *
     * @param rate events by second
     * @param warmUpSeconds with the same load, but nothing in it that is measured
     * @param seconds how long after that
     * @param markersPerSecond events whose way to ClickHouse is measured
     * @param alertsPerSecond runs whose way to Teams is measured
     */
    record Timetable(
            int rate, int warmUpSeconds, int seconds, int markersPerSecond, int alertsPerSecond) {

        int markers() {
            return seconds * markersPerSecond;
        }

        int alerts() {
            return seconds * alertsPerSecond;
        }

        /** Seconds after the start at which a marker is due. */
        double marker(int number) {
            return warmUpSeconds + (double) number / markersPerSecond;
        }

        /** Seconds after the start at which a run sends its last result. */
        double alert(int number) {
            return warmUpSeconds + (number + 0.5) / alertsPerSecond;
        }
    }

    PacedLoad(Producer<byte[], byte[]> producer, Timetable timetable) {
        this.producer = producer;
        this.timetable = timetable;
        this.startNanos = System.nanoTime();
        this.startMillis = System.currentTimeMillis();
    }

    /** When something is due, in {@link System#nanoTime}. */
    long dueNanos(double seconds) {
        return startNanos + (long) (seconds * 1e9);
    }

    /** Sends everything by the timetable; returns when the last event is handed over. */
    void run() {
        SampleStream background = new SampleStream(Long.MAX_VALUE, 16, 2000);
        long ticks = TimeUnit.SECONDS.toMillis(timetable.warmUpSeconds + timetable.seconds);
        long sent = 0;
        int marker = 0;
        int begun = 0;
        int ended = 0;
        for (long tick = 1; tick <= ticks; tick++) {
            double seconds = tick / 1e3;
            long due = startNanos + tick * TICK_NANOS;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            long millis = startMillis + tick;
            for (; sent < tick * timetable.rate / 1000; sent++) {
                Sample sample = background.at(sent, millis);
                producer.send(new ProducerRecord<>(Topics.SAMPLES, sample.key(), sample.json()));
            }
            for (; marker < timetable.markers() && timetable.marker(marker) <= seconds; marker++) {
                send(Topics.SAMPLES, "item-" + marker, runs.marker(marker, millis));
            }
            while (begun < timetable.alerts() && timetable.alert(begun) - RUN_SECONDS <= seconds) {
                begin(begun++, false, millis);
            }
            while (ended < timetable.alerts() && timetable.alert(ended) <= seconds) {
                end(ended++, false, millis);
            }
        }
        producer.flush();
    }

    /** Announces a run and sends all of its results but the last. */
    void begin(int model, boolean healthy, long millis) {
        String run = PagingRuns.run(model, healthy);
        send(Topics.RUNS, run, runs.control(RunEvent.Type.RUN_STARTED, model, healthy, millis));
        for (int item = 0; item < PagingRuns.ITEMS - 1; item++) {
            send(Topics.SAMPLES, run, runs.sample(model, healthy, item, millis));
        }
    }

    /** Sends the last result of a run, and its end. */
    void end(int model, boolean healthy, long millis) {
        String run = PagingRuns.run(model, healthy);
        byte[] last = runs.sample(model, healthy, PagingRuns.ITEMS - 1, millis);
        send(Topics.SAMPLES, run, last);
        send(Topics.RUNS, run, runs.control(RunEvent.Type.RUN_FINISHED, model, healthy, millis));
    }

    private void send(String topic, String key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
    }
}
