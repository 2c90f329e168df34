package io.evalstream.jobs.clickhouse;

/** The sink as it is, and with one of its protections removed. */
enum Variant {
    AS_IT_IS,
    /** Every attempt has a token of its own. */
    NO_TOKEN,
    /** Batches are inserted when they are closed. */
    INSERT_BEFORE_CHECKPOINT,
    /** A batch that may be old is inserted without a look. */
    NO_READ_BACK
}
