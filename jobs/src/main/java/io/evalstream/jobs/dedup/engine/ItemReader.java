package io.evalstream.jobs.dedup.engine;

import io.evalstream.datasets.ComparedText;

import java.io.IOException;
import java.io.Serializable;

/** Reads the items of a split, in the order in which they are there. */
public interface ItemReader extends Serializable {

    /**
     * @throws IOException when it cannot be read; the message names file, line and what to do
     */
    void read(DataSplit split, ItemConsumer items) throws IOException;

    /**
     * Reads the records of a whole suite as they came, in the order of its rows.
     *
     * @throws IOException when it cannot be read; the message names file, line and what to do
     */
    void records(Suite suite, RecordConsumer records) throws IOException;

    /** Takes records one by one. */
    @FunctionalInterface
    interface RecordConsumer {

        /**
         * @param record one line of JSON without its end
         */
        void accept(byte[] record) throws IOException;
    }

    /** Takes items one by one. */
    @FunctionalInterface
    interface ItemConsumer {

        /**
         * @param item not normalised yet; holds until this returns
         */
        void accept(ComparedText item) throws IOException;
    }
}
