package io.evalstream.jobs.quality;

/**
 * How many results of a series there are.
 *
 * @param scored results that count in the mean
 * @param missing results that should be there and have no score
 * @param failed results for which the model gave no answer, no readable or no complete one
 * @param unreadable those of them from whose output no answer could be extracted
 */
public record Tally(long scored, long missing, long failed, long unreadable) {}
