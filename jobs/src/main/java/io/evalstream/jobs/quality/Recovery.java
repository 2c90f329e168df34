package io.evalstream.jobs.quality;

/**
 * A series on which a drop that people were told of is undone.
 *
 * @param modelTag the release that had dropped
 */
public record Recovery(SeriesKey series, String modelTag) {}
