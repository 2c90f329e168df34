package io.evalstream.sql;

/** ClickHouse did not do what it was asked to; the message is one line and holds no secret. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }

    DatabaseException(String message) {
        super(message);
    }
}
