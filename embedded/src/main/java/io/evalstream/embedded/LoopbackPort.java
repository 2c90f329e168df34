package io.evalstream.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Chooses TCP ports on the loopback interface. */
public final class LoopbackPort {

    private LoopbackPort() {}

    /**
     * Returns a port that was free a moment ago.
     *
     * @param service what the port is for, for the error message
     * @param requested the port to use, or 0 for any
     * @throws ServiceUnavailableException when the requested port is taken
     */
    public static int choose(String service, int requested) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), requested));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ServiceUnavailableException(
                    service
                            + ": port "
                            + requested
                            + " is taken; choose another, or leave it out to have a free one"
                            + " picked",
                    e);
        }
    }
}
