/**
 * The steps of de-duplication as plain code over columns: the Flink job and {@code LocalDedup} run
 * the same.
 *
 * <p>In their order: {@code SplitScanner} turns items into digests, band keys and texts; {@code
 * ExactGroups} finds equal texts; {@code BandGroups} makes pairs of what shares a band; {@code
 * PairVerifier} decides which are near; {@code ShortTexts} does both for texts too short for a
 * sketch; {@code ForestMerge} drops what connects nothing new; {@code Decider} says what stays;
 * {@code Report} gives it names and rows.
 */
package io.evalstream.jobs.dedup.engine;
