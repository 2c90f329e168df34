package io.evalstream.jobs.snapshot;

/** A record that is no query. Has no message: what the record says may be somebody's secret. */
final class BadQueryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final QueryFault fault;

    BadQueryException(QueryFault fault) {
        super(fault.name());
        this.fault = fault;
    }

    QueryFault fault() {
        return fault;
    }
}
