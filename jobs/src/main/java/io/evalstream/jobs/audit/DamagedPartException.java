package io.evalstream.jobs.audit;

import java.io.IOException;

/** Says where a part is not what was written. */
public final class DamagedPartException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int line;

    /**
     * @param line counted from 1, where the damage begins as far as that can be told
     */
    DamagedPartException(int line, String message) {
        super(message);
        this.line = line;
    }

    DamagedPartException(int line, String message, Throwable cause) {
        super(message, cause);
        this.line = line;
    }

    public int line() {
        return line;
    }
}
