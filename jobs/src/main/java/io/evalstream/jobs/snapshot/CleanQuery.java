package io.evalstream.jobs.snapshot;

import java.util.Comparator;

/**
 * A query without personal data.
 *
 * @param position see {@link QueryRecord}
 * @param rank its place in the random order of the seed; compared without sign
 * @param digest SHA-256 of its normalised text, in hexadecimal digits
 * @param stratum the class it is counted in
 * @param text its normalised text, by which duplicates are found
 * @param line the item of the dataset, one line of JSON
 */
public record CleanQuery(
        long position, long rank, String digest, String stratum, String text, String line) {

    /** By rank; equal ones, which do not happen, by their text. */
    static final Comparator<CleanQuery> RANDOM_ORDER =
            (one, other) -> {
                int order = Long.compareUnsigned(one.rank, other.rank);
                return order != 0 ? order : one.digest.compareTo(other.digest);
            };
}
