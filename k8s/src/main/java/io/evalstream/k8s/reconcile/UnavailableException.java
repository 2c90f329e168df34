package io.evalstream.k8s.reconcile;

/** A service does not answer now; the same will be tried again. */
public final class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
