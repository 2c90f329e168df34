package io.evalstream.jobs.clickhouse;

import java.io.IOException;

/** A request that ClickHouse has not acknowledged, and what that asks of us. */
public final class InsertException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Reaction reaction;
    private final int code;

    /**
     * @param code ClickHouse's, or 0 when it did not say
     * @param message one line, without secrets
     */
    InsertException(Reaction reaction, int code, String message, Throwable cause) {
        super(message, cause);
        this.reaction = reaction;
        this.code = code;
    }

    InsertException(Reaction reaction, int code, String message) {
        this(reaction, code, message, null);
    }

    Reaction reaction() {
        return reaction;
    }

    int code() {
        return code;
    }
}
