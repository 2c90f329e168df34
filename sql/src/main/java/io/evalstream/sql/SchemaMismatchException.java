package io.evalstream.sql;

/** The database's schema is not one this program can work with; the message says what to do. */
public final class SchemaMismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    SchemaMismatchException(String message) {
        super(message);
    }
}
