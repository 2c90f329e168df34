package io.evalstream.contract;

/** Decides about a record as a whole: whether to read it, and which of several faults to name. */
final class RecordChecks {
    static final int DEFAULT_MAX_BYTES = 1 << 20;

    private static final FieldNames VERSION = new FieldNames("schema_version");

    private RecordChecks() {}

    /** Refuses a record that has no bytes or more than {@code maxBytes}. */
    static void checkSize(int length, int maxBytes) throws RejectedEventException {
        if (length == 0) {
            throw new RejectedEventException(RejectReason.EMPTY, "", "the record has no bytes");
        }
        if (length > maxBytes) {
            throw new RejectedEventException(
                    RejectReason.TOO_LARGE,
                    "",
                    "the record has " + length + " bytes, allowed are " + maxBytes);
        }
    }

    /**
     * The fault to report for a record in which a single pass found {@code first}.
     *
     * <p>That a record is not UTF-8, not JSON or of another version says more than the first field
     * at fault before the pass got that far, so those come first, in this order.
     */
    static RejectedEventException gravest(
            RejectedEventException first, byte[] bytes, int offset, int length) {
        int invalid = Utf8.firstInvalid(bytes, offset, offset + length);
        if (invalid >= 0) {
            return new RejectedEventException(
                    RejectReason.NOT_UTF8,
                    "",
                    "byte " + (invalid - offset) + " is not part of a UTF-8 character");
        }
        if (first.reason() == RejectReason.NOT_JSON) {
            return first;
        }
        JsonCursor cursor = new JsonCursor();
        cursor.open(bytes, offset, length);
        try {
            return isKnownVersion(cursor) ? first : FieldValues.unknownVersion();
        } catch (RejectedEventException notJson) {
            return notJson;
        }
    }

    private static boolean isKnownVersion(JsonCursor cursor) throws RejectedEventException {
        boolean known = true;
        if (cursor.enterObject()) {
            do {
                boolean isVersion = cursor.readName(VERSION) == 0;
                int next = cursor.peek();
                if (isVersion && (next == '-' || next >= '0' && next <= '9')) {
                    cursor.readNumber();
                    known &=
                            !cursor.isInteger()
                                    || cursor.isLong()
                                            && cursor.longValue() == FieldValues.SCHEMA_VERSION;
                } else {
                    cursor.skipValue(2);
                }
            } while (cursor.hasNextMember());
        }
        cursor.expectEnd();
        return known;
    }
}
