package io.evalstream.jobs.snapshot;

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

    /** Whether it comes before another in the random order. */
    boolean isBefore(CleanQuery other) {
        int order = Long.compareUnsigned(rank, other.rank);
        return order != 0 ? order < 0 : digest.compareTo(other.digest) < 0;
    }
}
