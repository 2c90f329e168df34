package io.evalstream.contract;

/**
 * How many samples of one series a run consists of, or a shard has sent.
 *
 * @param task the task's name; empty when the run has no tasks
 * @param filter the answer filter of the harness; empty when there is none
 * @param slice subject or language; empty for the whole task
 * @param samples number of results, at least 0
 */
public record SeriesCount(String task, String metric, String filter, String slice, long samples) {}
