package io.evalstream.contract;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads one value of a field at the cursor and checks type and range.
 *
 * <p>The cursor stands before the value. Nothing here takes {@code null}; ask {@link #tryNull}
 * first.
 */
final class FieldValues {
    static final int SCHEMA_VERSION = 1;

    private static final Map<String, Outcome> OUTCOMES = new HashMap<>();

    static {
        for (Outcome outcome : Outcome.values()) {
            OUTCOMES.put(outcome.name(), outcome);
        }
    }

    private FieldValues() {}

    /** Passes {@code null} if it comes next: the field is absent. */
    static boolean tryNull(JsonCursor cursor) {
        return cursor.peek() == 'n' && cursor.tryBytes(JsonText.NULL);
    }

    static void readText(JsonCursor cursor, String field) throws RejectedEventException {
        if (cursor.peek() != '"') {
            throw wrongType(field, "a string");
        }
        cursor.readText();
    }

    static boolean readFlag(JsonCursor cursor, String field) throws RejectedEventException {
        cursor.peek();
        if (cursor.tryBytes(JsonText.TRUE)) {
            return true;
        }
        if (cursor.tryBytes(JsonText.FALSE)) {
            return false;
        }
        throw wrongType(field, "true or false");
    }

    /** A finite number. */
    static double readNumber(JsonCursor cursor, String field) throws RejectedEventException {
        passNumber(cursor, field, "a number");
        double number = cursor.doubleValue();
        if (Double.isInfinite(number)) {
            throw outOfRange(field, "must be at most 1.7976931348623157e308 in size");
        }
        return number;
    }

    /** A finite number of at least 0. */
    static double readAmount(JsonCursor cursor, String field) throws RejectedEventException {
        double number = readNumber(cursor, field);
        if (number < 0) {
            throw outOfRange(field, "must not be negative");
        }
        return number;
    }

    /** An integer literal in {@code [lowest, highest]}. */
    static long readInteger(JsonCursor cursor, String field, long lowest, long highest)
            throws RejectedEventException {
        passNumber(cursor, field, "an integer");
        if (!cursor.isInteger()) {
            throw wrongType(field, "an integer, without fraction and exponent");
        }
        long number = cursor.isLong() ? cursor.longValue() : 0;
        if (!cursor.isLong() || number < lowest || number > highest) {
            throw outOfRange(field, "must be from " + lowest + " to " + highest);
        }
        return number;
    }

    static int readCount(JsonCursor cursor, String field) throws RejectedEventException {
        return (int) readInteger(cursor, field, 0, Integer.MAX_VALUE);
    }

    /** Passes the version of the contract, which must be 1. */
    static void readVersion(JsonCursor cursor, String field) throws RejectedEventException {
        passNumber(cursor, field, "an integer");
        if (!cursor.isInteger()) {
            throw wrongType(field, "an integer, without fraction and exponent");
        }
        if (!cursor.isLong() || cursor.longValue() != SCHEMA_VERSION) {
            throw unknownVersion();
        }
    }

    /** Milliseconds since the epoch from an RFC 3339 string or an integer. */
    static long readTimestamp(JsonCursor cursor, String field) throws RejectedEventException {
        int next = cursor.peek();
        long millis;
        if (next == '"') {
            cursor.readText();
            if (cursor.isEscaped()) {
                byte[] text = cursor.utf8();
                millis = Timestamps.parse(text, 0, text.length);
            } else {
                millis = Timestamps.parse(cursor.bytes(), cursor.tokenStart(), cursor.tokenEnd());
            }
            if (millis == Timestamps.INVALID) {
                throw outOfRange(
                        field,
                        "must be like 2026-01-31T23:59:59.999Z or 2026-02-01T08:59:59+09:00");
            }
        } else if (next == '-' || next >= '0' && next <= '9') {
            cursor.readNumber();
            if (!cursor.isInteger()) {
                throw wrongType(field, "an RFC 3339 string or an integer");
            }
            millis = cursor.isLong() ? cursor.longValue() : Timestamps.INVALID;
        } else {
            throw wrongType(field, "an RFC 3339 string or an integer");
        }
        if (millis < 0 || millis > Timestamps.MAX_MILLIS) {
            throw outOfRange(field, "must be from 1970-01-01 to 2299-12-31 in UTC");
        }
        return millis;
    }

    static Outcome readOutcome(JsonCursor cursor, String field) throws RejectedEventException {
        readText(cursor, field);
        Outcome outcome = OUTCOMES.get(cursor.text());
        if (outcome == null) {
            throw mustBeOneOf(field, Outcome.values());
        }
        return outcome;
    }

    /** The id in 32 hexadecimal digits at the cursor, or null for an empty text. */
    static EventId readEventId(JsonCursor cursor, String field) throws RejectedEventException {
        readText(cursor, field);
        String digits = cursor.text();
        try {
            return digits.isEmpty() ? null : EventIds.parse(digits);
        } catch (IllegalArgumentException e) {
            throw outOfRange(field, "must be 32 hexadecimal digits");
        }
    }

    /** Checks that a digest is empty or {@code sha256:} and 64 lower-case hexadecimal digits. */
    static void checkDigest(String digest, String field) throws RejectedEventException {
        boolean valid = digest.isEmpty() || digest.length() == 71 && digest.startsWith("sha256:");
        for (int i = 7; valid && i < digest.length(); i++) {
            char c = digest.charAt(i);
            valid = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
        }
        if (!valid) {
            throw outOfRange(field, "must be sha256: and 64 lower-case hexadecimal digits");
        }
    }

    private static void passNumber(JsonCursor cursor, String field, String expectation)
            throws RejectedEventException {
        int next = cursor.peek();
        if (next != '-' && (next < '0' || next > '9')) {
            throw wrongType(field, expectation);
        }
        cursor.readNumber();
    }

    static RejectedEventException wrongType(String field, String expectation) {
        return new RejectedEventException(
                RejectReason.WRONG_TYPE, field, field + " must be " + expectation);
    }

    static RejectedEventException outOfRange(String field, String rule) {
        return new RejectedEventException(RejectReason.OUT_OF_RANGE, field, field + " " + rule);
    }

    static RejectedEventException mustBeOneOf(String field, Enum<?>[] names) {
        String all = Arrays.toString(names);
        return outOfRange(field, "must be one of " + all.substring(1, all.length() - 1));
    }

    static RejectedEventException missing(String field) {
        return new RejectedEventException(
                RejectReason.MISSING_FIELD, field, field + " is required and must not be empty");
    }

    static RejectedEventException duplicate(String field) {
        return new RejectedEventException(
                RejectReason.DUPLICATE_FIELD, field, field + " occurs twice");
    }

    static RejectedEventException unknownVersion() {
        return new RejectedEventException(
                RejectReason.UNKNOWN_VERSION,
                "schema_version",
                "schema_version must be " + SCHEMA_VERSION + ", the only version known here");
    }
}
