package io.evalstream.cli.dedup;

import java.util.List;

/**
 * A suite or a pool as it was read.
 *
 * @param files what it was read from, in order
 * @param texts the sketch of its normalised texts
 */
public record SuiteInput(
        String name, List<InputFile> files, long items, byte[] texts, double distinct) {}
