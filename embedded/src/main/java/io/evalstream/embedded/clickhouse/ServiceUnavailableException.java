package io.evalstream.embedded.clickhouse;

/** Says in one line why the ClickHouse engine cannot be had, and what to do about it. */
public final class ServiceUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: the cause, then the remedy
     */
    public ServiceUnavailableException(String message) {
        super(message);
    }

    /**
     * @param message one line: the cause, then the remedy
     * @param cause what was caught, for a verbose report
     */
    public ServiceUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
