package io.evalstream.k8s.http;

import java.io.IOException;

/** Answers the requests for one path. */
@FunctionalInterface
public interface Handling {

    /**
     * @throws IOException when the client has gone, or took too long; nobody is answered then
     */
    Answer answer(Request request) throws IOException;
}
