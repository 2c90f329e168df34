package io.evalstream.contract;

/** Why a record on the wire was not accepted; the code in the dead letter topic. */
public enum RejectReason {
    /** The record has no bytes. */
    EMPTY,
    /** The record is longer than an event may be. */
    TOO_LARGE,
    /** The bytes are not UTF-8. */
    NOT_UTF8,
    /** The text is not one JSON object. */
    NOT_JSON,
    /** {@code schema_version} names a version this reader does not know. */
    UNKNOWN_VERSION,
    /** A required field is absent or empty. */
    MISSING_FIELD,
    /** A field has the wrong JSON type. */
    WRONG_TYPE,
    /** A number is outside its range, or an enumeration has no such name. */
    OUT_OF_RANGE,
    /** A field occurs twice in one object. */
    DUPLICATE_FIELD,
    /** The value is absent although the outcome claims a score. */
    NO_VALUE
}
