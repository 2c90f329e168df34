package io.evalstream.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Chooses TCP ports on the loopback interface. */
public final class LoopbackPort {

    // Below those that systems give to outgoing connections and to servers that ask for any port:
    // one of these could be given away before the service that it was chosen for listens.
    private static final int LOWEST = 20_000;
    private static final int COUNT = 10_000;

    // Counted up, so that no two services of this process are told the same port.
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private LoopbackPort() {}

    /**
     * Returns a port that was free a moment ago, for services that cannot tell which port they took
     * when they took any.
     *
     * @param service what the port is for, for the error message
     * @param requested the port to use, or 0 for any
     * @throws ServiceUnavailableException when the requested port is taken
     */
    public static int choose(String service, int requested) {
        if (requested != 0) {
            requireFree(service, requested);
            return requested;
        }
        for (int attempt = 0; attempt < COUNT; attempt++) {
            int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new ServiceUnavailableException(
                service + ": no port is free from " + LOWEST + " to " + (LOWEST + COUNT - 1));
    }

    /**
     * Does nothing when {@code port} is free or 0.
     *
     * @param service what the port is for, for the error message
     * @throws ServiceUnavailableException when the port is taken
     */
    static void requireFree(String service, int port) {
        if (!isFree(port)) {
            throw new ServiceUnavailableException(
                    service
                            + ": port "
                            + port
                            + " is taken; choose another, or leave it out to have a free one"
                            + " picked");
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
