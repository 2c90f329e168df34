package io.evalstream.k8s.budget;

import io.evalstream.k8s.api.EvalRunStatus.GpuUse;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Adds up GPU time from what is kept and what is seen, so that a controller that dies between two
 * looks counts nothing twice.
 */
public final class GpuMeter {

    private GpuMeter() {}

    /**
     * Counts the GPUs that were held at the last look until now.
     *
     * @param before at the last look; null at the first
     * @param running GPUs that are held now
     */
    public static GpuUse advance(GpuUse before, Instant now, int running) {
        String day = day(now);
        if (before == null) {
            return new GpuUse(0L, running, now.toString(), day, 0L);
        }
        Instant since = Instant.parse(before.at());
        if (now.isBefore(since)) {
            return before;
        }
        long used = Duration.between(since, now).toMillis() * before.running();
        Instant midnight = LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
        long today =
                day.equals(before.day())
                        ? before.dayMillis() + used
                        : Duration.between(midnight.isAfter(since) ? midnight : since, now)
                                        .toMillis()
                                * before.running();
        return new GpuUse(before.millis() + used, running, now.toString(), day, today);
    }

    /** GPU-seconds of the day of a moment, in UTC, as far as they were counted. */
    public static long secondsOfDay(GpuUse use, Instant now) {
        return use != null && day(now).equals(use.day()) ? use.dayMillis() / 1000 : 0;
    }

    private static String day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
    }
}
