package io.evalstream.k8s.local;

/** A file that should be a run is none; the message names it, and what to do. */
final class UnusableRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableRunException(String message) {
        super(message);
    }
}
