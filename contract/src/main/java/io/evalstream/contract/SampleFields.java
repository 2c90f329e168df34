package io.evalstream.contract;

import java.util.Arrays;

/**
 * Reads the members of one event after the other and holds their values until the next one.
 *
 * <p>A member is first tried as what most producers send: the field that came next in the record
 * before, with no space but one, and a value in its most frequent form. Whatever is different goes
 * through the cursor, which is slower and the only one to refuse anything.
 */
final class SampleFields {
    static final int EVENT_ID = SampleField.EVENT_ID.ordinal();
    static final int RUN_ID = SampleField.RUN_ID.ordinal();
    static final int MODEL = SampleField.MODEL.ordinal();
    static final int MODEL_TAG = SampleField.MODEL_TAG.ordinal();
    static final int IMAGE_DIGEST = SampleField.IMAGE_DIGEST.ordinal();
    static final int TS = SampleField.TS.ordinal();
    static final int HARNESS = SampleField.HARNESS.ordinal();
    static final int HARNESS_VERSION = SampleField.HARNESS_VERSION.ordinal();
    static final int SUITE = SampleField.SUITE.ordinal();
    static final int TASK = SampleField.TASK.ordinal();
    static final int TASK_VERSION = SampleField.TASK_VERSION.ordinal();
    static final int METRIC = SampleField.METRIC.ordinal();
    static final int FILTER = SampleField.FILTER.ordinal();
    static final int DATASET_DIGEST = SampleField.DATASET_DIGEST.ordinal();
    static final int ITEM_KEY = SampleField.ITEM_KEY.ordinal();
    static final int DISPATCH_INDEX = SampleField.DISPATCH_INDEX.ordinal();
    static final int REPEAT = SampleField.REPEAT.ordinal();
    static final int SHARD = SampleField.SHARD.ordinal();
    static final int ATTEMPT = SampleField.ATTEMPT.ordinal();
    static final int OUTCOME = SampleField.OUTCOME.ordinal();
    static final int VALUE = SampleField.VALUE.ordinal();
    static final int HIGHER_IS_BETTER = SampleField.HIGHER_IS_BETTER.ordinal();
    static final int SLICE = SampleField.SLICE.ordinal();
    static final int CLUSTER = SampleField.CLUSTER.ordinal();
    static final int PROMPT_HASH = SampleField.PROMPT_HASH.ordinal();
    static final int GENERATION_HASH = SampleField.GENERATION_HASH.ordinal();
    static final int CHAT_TEMPLATE_HASH = SampleField.CHAT_TEMPLATE_HASH.ordinal();
    static final int JUDGE_MODEL = SampleField.JUDGE_MODEL.ordinal();
    static final int ENGINE = SampleField.ENGINE.ordinal();
    static final int LATENCY_MS = SampleField.LATENCY_MS.ordinal();
    static final int TTFT_MS = SampleField.TTFT_MS.ordinal();
    static final int INPUT_TOKENS = SampleField.INPUT_TOKENS.ordinal();
    static final int OUTPUT_TOKENS = SampleField.OUTPUT_TOKENS.ordinal();
    static final int COST_USD = SampleField.COST_USD.ordinal();
    static final int INPUT = SampleField.INPUT.ordinal();
    static final int OUTPUT = SampleField.OUTPUT.ordinal();
    static final int EXPECTED = SampleField.EXPECTED.ordinal();
    static final int REASON = SampleField.REASON.ordinal();

    private static final SampleField[] FIELDS = SampleField.values();
    private static final SampleField.Kind[] KINDS =
            Arrays.stream(FIELDS).map(SampleField::kind).toArray(SampleField.Kind[]::new);
    private static final FieldNames NAMES =
            new FieldNames(Arrays.stream(FIELDS).map(SampleField::jsonName).toArray(String[]::new));

    private static final byte[][] STARTS = new byte[FIELDS.length][];

    static {
        for (int i = 0; i < STARTS.length; i++) {
            STARTS[i] = NAMES.memberStart(i);
        }
    }

    /** Stands for the beginning of the object, and for a field that is unknown. */
    static final int NONE = FIELDS.length;

    /** So many digits fit an int, and a long, whatever they are. */
    private static final int INT_DIGITS = 9;

    private static final int LONG_DIGITS = 18;

    private final JsonCursor cursor;
    private final TextCache texts = new TextCache();

    /** Which field came after which in the records before; most producers keep to one order. */
    private final int[] successors = new int[FIELDS.length + 1];

    private long met;
    private long present;

    private final CachedText[] repeated = new CachedText[FIELDS.length];
    private final int[] textStarts = new int[FIELDS.length];
    private final int[] textEnds = new int[FIELDS.length];
    private final double[] numbers = new double[FIELDS.length];
    private final int[] counts = new int[FIELDS.length];
    private long plainTexts;
    private long asciiTexts;
    private long timestamp;
    private boolean hasOwnId;
    private long ownIdHigh;
    private long ownIdLow;
    private CachedText checkedDigest = CachedText.EMPTY;

    SampleFields(JsonCursor cursor) {
        this.cursor = cursor;
        Arrays.fill(repeated, CachedText.EMPTY);
    }

    /** Forgets the values of the last event, but not the texts that may come again. */
    void clear() {
        met = 0;
        present = 0;
        hasOwnId = false;
    }

    /**
     * Reads the member at the cursor.
     *
     * @param previous the field before it, or {@link #NONE}
     * @return the field, or {@link #NONE} if it is unknown
     */
    int readMember(int previous) throws RejectedEventException {
        int field = cursor.readName(NAMES);
        if (field == FieldNames.UNKNOWN) {
            cursor.skipValue(2);
            return NONE;
        }
        successors[previous] = field;
        long bit = 1L << field;
        if ((met & bit) != 0) {
            throw FieldValues.duplicate(FIELDS[field].jsonName());
        }
        met |= bit;
        if (!FieldValues.tryNull(cursor)) {
            present |= bit;
            readValue(field, FIELDS[field].jsonName());
        }
        return field;
    }

    private void readValue(int field, String name) throws RejectedEventException {
        switch (KINDS[field]) {
            case REPEATED_TEXT -> readRepeatedText(field, name);
            case DIGEST -> {
                readRepeatedText(field, name);
                FieldValues.checkDigest(repeated[field].text(), name);
                checkedDigest = repeated[field];
            }
            case TEXT, KEY -> readFreeText(field, name);
            case NUMBER -> numbers[field] = FieldValues.readNumber(cursor, name);
            case AMOUNT -> numbers[field] = FieldValues.readAmount(cursor, name);
            case COUNT -> counts[field] = FieldValues.readCount(cursor, name);
            case FLAG -> counts[field] = FieldValues.readFlag(cursor, name) ? 1 : 0;
            case OUTCOME -> {
                counts[field] = FieldValues.readOutcome(cursor, name).ordinal();
                repeated[field] = texts.get(cursor);
            }
            case TIMESTAMP -> timestamp = FieldValues.readTimestamp(cursor, name);
            case ID -> {
                EventId id = FieldValues.readEventId(cursor, name);
                hasOwnId = id != null;
                if (id != null) {
                    ownIdHigh = id.high();
                    ownIdLow = id.low();
                }
            }
            case VERSION -> FieldValues.readVersion(cursor, name);
        }
    }

    private void readRepeatedText(int field, String name) throws RejectedEventException {
        FieldValues.readText(cursor, name);
        repeated[field] = texts.get(cursor);
    }

    private void readFreeText(int field, String name) throws RejectedEventException {
        FieldValues.readText(cursor, name);
        long bit = 1L << field;
        textStarts[field] = cursor.tokenStart();
        textEnds[field] = cursor.tokenEnd();
        plainTexts = cursor.isEscaped() ? plainTexts & ~bit : plainTexts | bit;
        asciiTexts = cursor.isAscii() ? asciiTexts | bit : asciiTexts & ~bit;
    }

    /** The field to expect after {@code previous}. */
    int expectedAfter(int previous) {
        return successors[previous];
    }

    /**
     * Reads the member that starts at {@code at} if it is this field in its most frequent form.
     *
     * @return the index after the value, or -1 if nothing was read
     */
    int tryMember(int field, byte[] in, int at, int end) {
        long bit = 1L << field;
        int value = Words.match(in, at, end, STARTS[field]);
        if (value < 0 || value >= end || (met & bit) != 0) {
            return -1;
        }
        if (in[value] == ' ') {
            value++;
        }
        int next = tryValue(field, in, value, end);
        if (next >= 0) {
            met |= bit;
            present |= bit;
        }
        return next;
    }

    private int tryValue(int field, byte[] in, int at, int end) {
        return switch (KINDS[field]) {
            case REPEATED_TEXT -> tryRepeatedText(field, in, at, end);
            // A text seen before has been checked before, and what was made of it is still there.
            case OUTCOME ->
                    repeated[field] != CachedText.EMPTY
                            ? Words.match(in, at, end, repeated[field].quoted())
                            : -1;
            case DIGEST ->
                    repeated[field] == checkedDigest
                            ? Words.match(in, at, end, checkedDigest.quoted())
                            : -1;
            case TEXT, KEY -> tryFreeText(field, in, at, end);
            case NUMBER, AMOUNT -> tryDecimal(field, in, at, end);
            case COUNT -> tryCount(field, in, at, end);
            case TIMESTAMP -> tryTimestamp(in, at, end);
            case FLAG -> tryFlag(field, in, at, end);
            case VERSION -> at < end && in[at] == '1' && endsNumber(in, at + 1, end) ? at + 1 : -1;
            case ID -> tryId(in, at, end);
        };
    }

    private int tryRepeatedText(int field, byte[] in, int at, int end) {
        int next = Words.match(in, at, end, repeated[field].quoted());
        if (next >= 0) {
            return next;
        }
        int close = closingQuote(in, at, end);
        if (close < 0) {
            return -1;
        }
        repeated[field] = texts.get(in, at, close + 1);
        return close + 1;
    }

    private int tryFreeText(int field, byte[] in, int at, int end) {
        int close = closingQuote(in, at, end);
        if (close < 0) {
            return -1;
        }
        textStarts[field] = at + 1;
        textEnds[field] = close;
        plainTexts |= 1L << field;
        asciiTexts |= 1L << field;
        return close + 1;
    }

    private int tryId(byte[] in, int at, int end) {
        if (end - at < 34 || in[at] != '"' || in[at + 33] != '"') {
            return -1;
        }
        long high = Words.sixteenDigits(in, at + 1);
        long low = Words.sixteenDigits(in, at + 17);
        // Also what an invalid digit makes; such an id takes the other way to be told apart.
        if (high == -1 || low == -1) {
            return -1;
        }
        hasOwnId = true;
        ownIdHigh = high;
        ownIdLow = low;
        return at + 34;
    }

    private int tryCount(int field, byte[] in, int from, int end) {
        int at = from;
        int value = 0;
        while (at < end && isDigit(in[at])) {
            value = value * 10 + in[at++] - '0';
        }
        if (!isInteger(in, from, at, end, INT_DIGITS)) {
            return -1;
        }
        counts[field] = value;
        return at;
    }

    private int tryTimestamp(byte[] in, int from, int end) {
        int at = from;
        int close = closingQuote(in, from, end);
        long millis = 0;
        if (close >= 0) {
            millis = Timestamps.parse(in, from + 1, close);
            at = close + 1;
        } else {
            while (at < end && isDigit(in[at])) {
                millis = millis * 10 + in[at++] - '0';
            }
            if (!isInteger(in, from, at, end, LONG_DIGITS)) {
                return -1;
            }
        }
        if (millis < 0 || millis > Timestamps.MAX_MILLIS) {
            return -1;
        }
        timestamp = millis;
        return at;
    }

    private int tryDecimal(int field, byte[] in, int from, int end) {
        if (from >= end) {
            return -1;
        }
        boolean negative = in[from] == '-';
        int first = negative ? from + 1 : from;
        int at = first;
        long mantissa = 0;
        while (at < end && isDigit(in[at])) {
            mantissa = mantissa * 10 + in[at++] - '0';
        }
        int point = at;
        if (at < end && in[at] == '.') {
            at++;
            while (at < end && isDigit(in[at])) {
                mantissa = mantissa * 10 + in[at++] - '0';
            }
            if (at == point + 1) {
                return -1;
            }
        }
        if (point == first
                || in[first] == '0' && point > first + 1
                || at - first > LONG_DIGITS
                || !endsNumber(in, at, end)) {
            return -1;
        }
        double number = Decimals.nearest(negative, mantissa, at == point ? 0 : point + 1 - at);
        if (number < 0 && KINDS[field] == SampleField.Kind.AMOUNT) {
            return -1;
        }
        numbers[field] = number;
        return at;
    }

    private int tryFlag(int field, byte[] in, int at, int end) {
        int next = Words.match(in, at, end, JsonText.TRUE);
        counts[field] = next >= 0 ? 1 : 0;
        return next >= 0 ? next : Words.match(in, at, end, JsonText.FALSE);
    }

    /** Where the plain ASCII text whose opening quote is at {@code at} is closed, or -1. */
    private static int closingQuote(byte[] in, int at, int end) {
        if (at >= end || in[at] != '"') {
            return -1;
        }
        int close = Words.endOfPlainText(in, at + 1, end);
        return close < end && in[close] == '"' ? close : -1;
    }

    private static boolean isInteger(byte[] in, int from, int to, int end, int maxDigits) {
        int digits = to - from;
        return digits > 0
                && digits <= maxDigits
                && (digits == 1 || in[from] != '0')
                && endsNumber(in, to, end);
    }

    private static boolean endsNumber(byte[] in, int at, int end) {
        return at < end && (in[at] == ',' || in[at] == '}');
    }

    private static boolean isDigit(byte next) {
        return next >= '0' && next <= '9';
    }

    /** Whether the event has the field, with something else than {@code null}. */
    boolean has(int field) {
        return (present & 1L << field) != 0;
    }

    CachedText cached(int field) {
        return has(field) ? repeated[field] : CachedText.EMPTY;
    }

    String text(int field) {
        return cached(field).text();
    }

    /** The text of a field that is not remembered, from the array it was read from. */
    String freeText(int field, byte[] in) {
        if (!has(field)) {
            return "";
        }
        return isPlain(field)
                ? JsonText.plain(
                        in, textStarts[field], textEnds[field], (asciiTexts & 1L << field) != 0)
                : JsonText.unescaped(in, textStarts[field], textEnds[field]);
    }

    /** Whether the text of the field stands in the record as it is, without escapes. */
    boolean isPlain(int field) {
        return (plainTexts & 1L << field) != 0;
    }

    int textStart(int field) {
        return textStarts[field];
    }

    int textEnd(int field) {
        return textEnds[field];
    }

    int count(int field, int absent) {
        return has(field) ? counts[field] : absent;
    }

    double number(int field) {
        return has(field) ? numbers[field] : Double.NaN;
    }

    /** Milliseconds since the epoch. */
    long timestamp() {
        return timestamp;
    }

    /** Whether the event carries an id of its own. */
    boolean hasOwnId() {
        return hasOwnId;
    }

    /** The id that the event carries. */
    EventId ownId() {
        return new EventId(ownIdHigh, ownIdLow);
    }
}
