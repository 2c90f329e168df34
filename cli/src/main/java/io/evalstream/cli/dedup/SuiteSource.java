package io.evalstream.cli.dedup;

import io.evalstream.datasets.DatasetFiles;

import java.util.List;

/**
 * A suite before it is read, and how it is treated.
 *
 * @param digests of its files, in their order
 * @param priority of two duplicates the one of the suite with the smaller number is kept
 * @param isMapped whether a manifest says how its files are read
 * @param isProtected whether its items are only reported, never removed
 */
public record SuiteSource(
        String name,
        DatasetFiles files,
        List<InputFile> digests,
        int priority,
        boolean isMapped,
        boolean isProtected) {

    /** The same suite in other files. */
    SuiteSource readFrom(DatasetFiles others) {
        return new SuiteSource(name, others, digests, priority, false, isProtected);
    }
}
