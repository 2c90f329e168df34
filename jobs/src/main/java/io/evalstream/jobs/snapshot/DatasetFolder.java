package io.evalstream.jobs.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;

/** Where versions of datasets are kept: a directory, or a bucket. */
interface DatasetFolder extends Closeable {

    /** Opens a folder on the machine that writes. */
    @FunctionalInterface
    interface Factory extends Serializable {
        DatasetFolder open() throws IOException;
    }

    /** The bytes of a file, or empty when there is none. */
    Optional<byte[]> read(String path) throws IOException;

    /** Writes a file, whole or not at all; replaces one of the same name. */
    void write(String path, byte[] bytes) throws IOException;

    /** Where a file is, for people. */
    String describe(String path);
}
