package io.evalstream.readers;

import java.io.IOException;

/** The results of one run after a first pass that found no fault in them. */
public interface CheckedResults {

    /** What {@link #send} is going to send, known before the first event leaves. */
    ReadSummary summary();

    /**
     * Reads the files again and sends one event per row, metric and filter, in file order.
     *
     * @throws BadInputException when a file has changed since it was checked
     * @throws IOException when a file cannot be read or the sink refuses an event
     */
    void send(SampleSink sink) throws IOException, BadInputException;
}
