package io.evalstream.bench.streaming;

import java.time.Duration;
import java.util.Optional;

/**
 * One contender in one round.
 *
 * @param events events that became queryable in the measured time, copies included
 * @param own CPU time of the contender's process in that time
 * @param engine the same of ClickHouse
 * @param broker the same of the broker, which is on nobody's account
 * @param merges time that ClickHouse's merges were busy, which is part of {@code engine}
 * @param after CPU time of contender and engine from then until the check, most of it merges of
 *     what was inserted, and rest of the stream
 * @param fault why the result does not count
 */
record Measurement(
        Contender contender,
        int round,
        long events,
        Duration wall,
        Duration own,
        Duration engine,
        Duration broker,
        Duration merges,
        Duration after,
        Optional<String> fault) {

    static Measurement refused(Contender contender, int round, String fault) {
        return new Measurement(
                contender,
                round,
                0,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Optional.of(fault));
    }

    /** Events by CPU-second of contender and engine together. */
    double perCore() {
        return events / seconds(own.plus(engine));
    }

    /** Events by second. */
    double onTheBox() {
        return events / seconds(wall);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
