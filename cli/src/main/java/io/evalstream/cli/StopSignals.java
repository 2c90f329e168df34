package io.evalstream.cli;

import sun.misc.Signal;

import java.util.List;

/** Signals that ask this process to end, handed to the command at work so that it can close. */
final class StopSignals {

    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");
    private static final int SHELL_OFFSET = 128;

    private Signal received;
    private boolean interrupts = true;
    private Runnable action;

    private StopSignals(Runnable action) {
        this.action = action;
    }

    /** Hears none, for a command inside another program. */
    static StopSignals none() {
        return new StopSignals(() -> {});
    }

    /**
     * Takes over the signals of this process. The first one interrupts the thread of the command,
     * unless the command wants it otherwise; the second one ends the process where it is.
     */
    static StopSignals ofProcess(Thread command) {
        StopSignals signals = new StopSignals(command::interrupt);
        for (String name : NAMES) {
            try {
                Signal.handle(new Signal(name), signals::receive);
            } catch (IllegalArgumentException e) {
                // The platform has no such signal, or the JVM was told to leave signals alone.
                continue;
            }
        }
        return signals;
    }

    private synchronized void receive(Signal signal) {
        if (received != null) {
            Runtime.getRuntime().halt(SHELL_OFFSET + signal.getNumber());
        }
        received = signal;
        action.run();
    }

    /**
     * Does something else than interrupting from now on: the command ends by itself and its exit
     * code stands. Too late when there was a signal before.
     */
    synchronized void onStop(Runnable other) {
        if (received == null) {
            interrupts = false;
            action = other;
        }
    }

    /** Whether a signal has interrupted the command, so that what it failed with says nothing. */
    synchronized boolean haveInterrupted() {
        return received != null && interrupts;
    }

    /** The signal as people know it, such as {@code SIGINT}; empty when there was none. */
    synchronized String name() {
        return received == null ? "" : "SIG" + received.getName();
    }

    /** What a shell expects of a process that a signal has ended. */
    synchronized int exitCode() {
        return SHELL_OFFSET + (received == null ? 0 : received.getNumber());
    }
}
