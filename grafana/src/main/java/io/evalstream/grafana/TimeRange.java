package io.evalstream.grafana;

import java.time.Duration;
import java.time.Instant;

/**
 * What a dashboard shows of time.
 *
 * @param from first moment
 * @param to last moment
 */
public record TimeRange(Instant from, Instant to) {

    /** Points that a panel of common width asks for. */
    private static final int POINTS = 1000;

    public TimeRange {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("from " + from + " to " + to + " is no range");
        }
    }

    /** The distance of points, in whole seconds and at least one. */
    long intervalSeconds() {
        return Math.max(1, Duration.between(from, to).toSeconds() / POINTS);
    }
}
