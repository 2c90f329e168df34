package io.evalstream.jobs.table;

import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * {@code event_time(ts)}: the time an event names, which is RFC 3339 or milliseconds since the
 * epoch; null for anything else.
 */
public final class EventTime extends ScalarFunction {

    private static final long serialVersionUID = 1L;

    private static final Instant LAST = Instant.parse("2299-12-31T23:59:59.999Z");

    @DataTypeHint("TIMESTAMP_LTZ(3)")
    public Instant eval(String ts) {
        if (ts == null || ts.isEmpty()) {
            return null;
        }
        try {
            Instant time =
                    ts.charAt(0) >= '0' && ts.charAt(0) <= '9' && ts.indexOf('-') < 0
                            ? Instant.ofEpochMilli(Long.parseLong(ts))
                            : OffsetDateTime.parse(ts.toUpperCase(Locale.ROOT)).toInstant();
            return time.isBefore(Instant.EPOCH) || time.isAfter(LAST) ? null : time;
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }
}
