package io.evalstream.jobs.snapshot;

import java.io.IOException;

/** Why there is no snapshot, in one line that says what to do. */
public class SnapshotException extends IOException {
    private static final long serialVersionUID = 1L;

    public SnapshotException(String message) {
        super(message);
    }

    public SnapshotException(String message, Throwable cause) {
        super(message, cause);
    }
}
