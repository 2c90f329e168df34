package io.evalstream.jobs.teams;

import java.io.IOException;

/** Takes a message to Teams; the seam at which tests refuse and delay it. */
public interface TeamsGateway {

    /**
     * Returns when the message has been accepted.
     *
     * @param message UTF-8 JSON of the whole message
     * @throws IOException when it was refused for good, or after every retry; the message never
     *     contains the address, which is a secret
     */
    void post(byte[] message) throws IOException;
}
