package io.evalstream.readers;

import io.evalstream.contract.SampleEvent;

import java.io.IOException;

/** Where a reader puts the events, one at a time and in file order. */
@FunctionalInterface
public interface SampleSink {

    /**
     * Takes one event; may block until there is room.
     *
     * @throws IOException when the event cannot be taken; the reader stops
     */
    void accept(SampleEvent event) throws IOException;
}
