package io.evalstream.sql;

/** A backup cannot be taken or restored as asked; the message says why and what to do. */
public final class BackupException extends Exception {
    private static final long serialVersionUID = 1L;

    BackupException(String message) {
        super(message);
    }
}
