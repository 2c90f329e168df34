package io.evalstream.jobs.snapshot;

/** Why a record is no query. */
enum QueryFault {
    /** Not one JSON object in UTF-8, or one that has a field twice. */
    NOT_JSON,
    /** None of the fields a question may be in has a text. */
    NO_QUESTION,
    /** Longer than a query may be. */
    TOO_LONG,
    /** A field that queries are counted by holds a text too long to be a class. */
    BAD_STRATUM
}
