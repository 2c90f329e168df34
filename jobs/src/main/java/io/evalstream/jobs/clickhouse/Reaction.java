package io.evalstream.jobs.clickhouse;

/** What a failed insert asks of us. */
enum Reaction {
    /** The same again, after a pause, for as long as it takes: it may have arrived or not. */
    RETRY,
    /** Not the same again: some row in it will never be taken. */
    REJECT,
    /** Nothing can be inserted until somebody changes something. */
    STOP
}
