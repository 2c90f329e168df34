package io.evalstream.datasets;

import java.io.Closeable;
import java.io.IOException;

/** The records of one file, each as one line of JSON, one in memory at a time. */
interface RecordSource extends Closeable {

    /**
     * Goes on to the next record.
     *
     * @return false at the end of the file
     * @throws BadDatasetException when the file cannot be read as what it is
     */
    boolean next() throws IOException;

    /** Holds the record from {@link #start} to {@link #end}, until the next one is asked for. */
    byte[] buffer();

    int start();

    int end();

    /** Where the record begins: its line, from 1, or its row in a file without lines. */
    long line();
}
