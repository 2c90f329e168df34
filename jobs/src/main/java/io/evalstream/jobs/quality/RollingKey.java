package io.evalstream.jobs.quality;

/** What a rolling mean is taken over. */
public record RollingKey(
        String model, String modelTag, String task, String metric, String filter, String slice) {}
