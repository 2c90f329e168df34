package io.evalstream.contract;

import java.util.Arrays;
import java.util.Objects;

/**
 * Reads events of {@code eval.samples} from JSON: strictly, in one pass, remembering repeated
 * texts.
 *
 * <p>A record is one JSON object (RFC 8259, UTF-8, nested at most 64 deep) and nothing else but
 * white space. Unknown fields are passed over, {@code null} is the same as absent, and so is an
 * empty text but for {@code outcome}. Of several faults the first of this order is reported: {@link
 * RejectReason#EMPTY}, {@code TOO_LARGE}, {@code NOT_UTF8}, {@code NOT_JSON}, {@code
 * UNKNOWN_VERSION}, the first field at fault, {@code MISSING_FIELD}, {@code NO_VALUE}.
 *
 * <p>Not thread-safe: one instance per thread. It keeps up to about 1,000 texts of at most 256
 * bytes, so a reader is worth keeping, and never refers to the array it has read from.
 */
public final class SampleEventReader {
    private static final SampleField[] FIELDS = SampleField.values();
    private static final String[] NAMES = namesOf(FIELDS);
    private static final FieldNames FIELD_NAMES = new FieldNames(NAMES);
    private static final Outcome[] OUTCOMES = Outcome.values();

    /** Stands for the beginning of the object, and for a field that is unknown. */
    private static final int NONE = FIELDS.length;

    private static final int MAX_KEY_LENGTH = 256;
    private static final CachedText EMPTY = new CachedText(new byte[] {'"'}, "", new byte[0]);

    private final int maxBytes;
    private final JsonCursor cursor = new JsonCursor();
    private final TextCache texts = new TextCache();
    private final SampleEventIds ids = new SampleEventIds();

    /** Which field came after which in the records before; most producers keep to one order. */
    private final int[] successors = new int[FIELDS.length + 1];

    /** The fields met in the record, and those of them that hold something. */
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
    private EventId ownId;

    private CachedText checkedDigest = EMPTY;
    private CachedText taggedBy = EMPTY;
    private String defaultModel = "";

    /** A reader for records of at most 1 MiB. */
    public SampleEventReader() {
        this(RecordChecks.DEFAULT_MAX_BYTES);
    }

    /**
     * @param maxBytes the longest record to accept, in bytes
     */
    public SampleEventReader(int maxBytes) {
        this.maxBytes = maxBytes;
        Arrays.fill(repeated, EMPTY);
        Arrays.fill(successors, SampleField.SCHEMA_VERSION.ordinal());
    }

    /**
     * Reads one record.
     *
     * @throws RejectedEventException if the record is not a valid event
     */
    public SampleEvent read(byte[] bytes) throws RejectedEventException {
        return read(bytes, 0, bytes.length);
    }

    /**
     * Reads the record in {@code bytes[offset, offset + length)}.
     *
     * @throws RejectedEventException if the record is not a valid event
     * @throws IndexOutOfBoundsException if the array has no such range
     */
    public SampleEvent read(byte[] bytes, int offset, int length) throws RejectedEventException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        RecordChecks.checkSize(length, maxBytes);
        cursor.open(bytes, offset, length);
        try {
            readFields();
            checkRequired();
            return event(bytes, offset, length);
        } catch (RejectedEventException first) {
            throw RecordChecks.gravest(first, bytes, offset, length);
        } finally {
            cursor.close();
        }
    }

    private void readFields() throws RejectedEventException {
        met = 0;
        present = 0;
        if (cursor.enterObject()) {
            int previous = NONE;
            do {
                int field = readName(previous);
                if (field == NONE) {
                    cursor.skipValue(2);
                } else {
                    readField(field);
                }
                previous = field;
            } while (cursor.hasNextMember());
        }
        cursor.expectEnd();
    }

    private int readName(int previous) throws RejectedEventException {
        cursor.peek();
        int expected = successors[previous];
        if (cursor.tryBytes(FIELD_NAMES.memberStart(expected))) {
            return expected;
        }
        int field = cursor.readName(FIELD_NAMES);
        if (field == FieldNames.UNKNOWN) {
            return NONE;
        }
        successors[previous] = field;
        return field;
    }

    private void readField(int field) throws RejectedEventException {
        long bit = 1L << field;
        if ((met & bit) != 0) {
            throw FieldValues.duplicate(NAMES[field]);
        }
        met |= bit;
        if (FieldValues.tryNull(cursor)) {
            return;
        }
        present |= bit;
        String name = NAMES[field];
        switch (FIELDS[field].kind()) {
            case REPEATED_TEXT -> readRepeatedText(field);
            case DIGEST -> readDigest(field);
            case TEXT, KEY -> readFreeText(field);
            case NUMBER -> numbers[field] = FieldValues.readNumber(cursor, name);
            case AMOUNT -> numbers[field] = FieldValues.readAmount(cursor, name);
            case COUNT -> counts[field] = FieldValues.readCount(cursor, name);
            case FLAG -> counts[field] = FieldValues.readFlag(cursor, name) ? 1 : 0;
            case OUTCOME -> counts[field] = FieldValues.readOutcome(cursor, name).ordinal();
            case TIMESTAMP -> timestamp = FieldValues.readTimestamp(cursor, name);
            case ID -> ownId = FieldValues.readEventId(cursor, name);
            case VERSION -> FieldValues.readVersion(cursor, name);
        }
    }

    private void readRepeatedText(int field) throws RejectedEventException {
        if (cursor.peek() == '"' && cursor.tryText(repeated[field].quoted())) {
            return;
        }
        FieldValues.readText(cursor, NAMES[field]);
        repeated[field] = texts.get(cursor);
    }

    private void readDigest(int field) throws RejectedEventException {
        readRepeatedText(field);
        if (repeated[field] != checkedDigest) {
            FieldValues.checkDigest(repeated[field].text(), NAMES[field]);
            checkedDigest = repeated[field];
        }
    }

    private void readFreeText(int field) throws RejectedEventException {
        FieldValues.readText(cursor, NAMES[field]);
        long bit = 1L << field;
        textStarts[field] = cursor.tokenStart();
        textEnds[field] = cursor.tokenEnd();
        plainTexts = cursor.isEscaped() ? plainTexts & ~bit : plainTexts | bit;
        asciiTexts = cursor.isAscii() ? asciiTexts | bit : asciiTexts & ~bit;
    }

    private void checkRequired() throws RejectedEventException {
        checkNotEmpty(SampleField.RUN_ID);
        checkNotEmpty(SampleField.MODEL_TAG);
        checkNotEmpty(SampleField.METRIC);
        if (!has(SampleField.TS)) {
            throw FieldValues.missing(SampleField.TS.jsonName());
        }
        if (!has(SampleField.VALUE) && outcome() == Outcome.SCORED) {
            throw new RejectedEventException(
                    RejectReason.NO_VALUE,
                    SampleField.VALUE.jsonName(),
                    "value is absent, so outcome must say why, and must not be SCORED");
        }
    }

    private void checkNotEmpty(SampleField field) throws RejectedEventException {
        if (text(field).isEmpty()) {
            throw FieldValues.missing(field.jsonName());
        }
    }

    private SampleEvent event(byte[] bytes, int offset, int length) throws RejectedEventException {
        String itemKey = freeText(SampleField.ITEM_KEY, bytes);
        if (itemKey.length() > MAX_KEY_LENGTH
                && itemKey.codePointCount(0, itemKey.length()) > MAX_KEY_LENGTH) {
            throw FieldValues.outOfRange(
                    SampleField.ITEM_KEY.jsonName(),
                    "must have at most " + MAX_KEY_LENGTH + " characters");
        }
        return new SampleEvent(
                eventId(itemKey, bytes, offset, length),
                text(SampleField.RUN_ID),
                model(),
                text(SampleField.MODEL_TAG),
                text(SampleField.IMAGE_DIGEST),
                timestamp,
                text(SampleField.HARNESS),
                text(SampleField.HARNESS_VERSION),
                text(SampleField.SUITE),
                text(SampleField.TASK),
                text(SampleField.TASK_VERSION),
                text(SampleField.METRIC),
                text(SampleField.FILTER),
                text(SampleField.DATASET_DIGEST),
                itemKey,
                count(SampleField.DISPATCH_INDEX, -1),
                count(SampleField.REPEAT, 0),
                count(SampleField.SHARD, 0),
                count(SampleField.ATTEMPT, 0),
                outcome(),
                number(SampleField.VALUE),
                has(SampleField.HIGHER_IS_BETTER)
                        ? (Boolean) (count(SampleField.HIGHER_IS_BETTER, 0) == 1)
                        : null,
                text(SampleField.SLICE),
                text(SampleField.CLUSTER),
                text(SampleField.PROMPT_HASH),
                text(SampleField.GENERATION_HASH),
                text(SampleField.CHAT_TEMPLATE_HASH),
                text(SampleField.JUDGE_MODEL),
                text(SampleField.ENGINE),
                number(SampleField.LATENCY_MS),
                number(SampleField.TTFT_MS),
                number(SampleField.INPUT_TOKENS),
                number(SampleField.OUTPUT_TOKENS),
                number(SampleField.COST_USD),
                freeText(SampleField.INPUT, bytes),
                freeText(SampleField.OUTPUT, bytes),
                freeText(SampleField.EXPECTED, bytes),
                freeText(SampleField.REASON, bytes));
    }

    private EventId eventId(String itemKey, byte[] bytes, int offset, int length) {
        if (has(SampleField.EVENT_ID) && ownId != null) {
            return ownId;
        }
        ids.begin(
                cached(SampleField.RUN_ID),
                cached(SampleField.HARNESS),
                cached(SampleField.SUITE),
                cached(SampleField.TASK));
        if (itemKey.isEmpty()) {
            ids.addRecord(bytes, offset, length);
        } else if ((plainTexts & SampleField.ITEM_KEY.bit()) != 0) {
            int start = textStarts[SampleField.ITEM_KEY.ordinal()];
            int end = textEnds[SampleField.ITEM_KEY.ordinal()];
            ids.addItemKey(bytes, start, end - start);
        } else {
            ids.addItemKey(itemKey);
        }
        return ids.finish(
                cached(SampleField.METRIC),
                cached(SampleField.FILTER),
                count(SampleField.REPEAT, 0));
    }

    private String model() {
        String model = text(SampleField.MODEL);
        if (!model.isEmpty()) {
            return model;
        }
        CachedText tag = cached(SampleField.MODEL_TAG);
        if (tag != taggedBy) {
            defaultModel = ModelTags.defaultModel(tag.text());
            taggedBy = tag;
        }
        return defaultModel;
    }

    private Outcome outcome() {
        return OUTCOMES[count(SampleField.OUTCOME, Outcome.SCORED.ordinal())];
    }

    private boolean has(SampleField field) {
        return (present & field.bit()) != 0;
    }

    private CachedText cached(SampleField field) {
        return has(field) ? repeated[field.ordinal()] : EMPTY;
    }

    private String text(SampleField field) {
        return cached(field).text();
    }

    private String freeText(SampleField field, byte[] bytes) {
        if (!has(field)) {
            return "";
        }
        int start = textStarts[field.ordinal()];
        int end = textEnds[field.ordinal()];
        return (plainTexts & field.bit()) != 0
                ? JsonText.plain(bytes, start, end, (asciiTexts & field.bit()) != 0)
                : JsonText.unescaped(bytes, start, end);
    }

    private int count(SampleField field, int absent) {
        return has(field) ? counts[field.ordinal()] : absent;
    }

    private double number(SampleField field) {
        return has(field) ? numbers[field.ordinal()] : Double.NaN;
    }

    private static String[] namesOf(SampleField[] fields) {
        String[] names = new String[fields.length];
        for (int i = 0; i < fields.length; i++) {
            names[i] = fields[i].jsonName();
        }
        return names;
    }
}
