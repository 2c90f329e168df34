package io.evalstream.embedded;

/** A service that could not be started or has gone away; the message says why and what to do. */
public final class ServiceUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: which service, what is wrong, what to do
     */
    public ServiceUnavailableException(String message) {
        super(message);
    }

    /**
     * @param message one line: which service, what is wrong, what to do
     */
    public ServiceUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
