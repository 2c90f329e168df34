package io.evalstream.jobs.snapshot;

/**
 * Something that the manifest tells besides the sample.
 *
 * @param name which fault, which kind of data; for an example the place of a malformed record
 * @param number how many; for an example its position
 */
public record Note(Kind kind, String name, long number) {

    /** What a note is about. */
    public enum Kind {
        /** Records that were read. */
        READ,
        /** Records that are no queries, by fault. */
        MALFORMED,
        /** One of them. */
        EXAMPLE,
        /** Personal data that was replaced, by kind. */
        REPLACED,
        /** Queries that were removed as near duplicates. */
        NEAR_DUPLICATES
    }
}
