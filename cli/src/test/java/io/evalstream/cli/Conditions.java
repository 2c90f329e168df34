package io.evalstream.cli;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waiting for what must come true before a deadline. */
final class Conditions {

    private static final Duration LOOK = Duration.ofMillis(50);

    private Conditions() {}

    /** A question that may fail while the answer is not there yet. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Returns as soon as the condition holds.
     *
     * @param state says what there is instead when the time is up
     */
    static void await(String what, Duration patience, Condition condition, Supplier<String> state) {
        long end = System.nanoTime() + patience.toNanos();
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        fail("no " + what + " within " + patience + ": " + state.get(), last);
    }

    /** Whether somebody listens at a port of this machine. */
    static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
