package io.evalstream.contract;

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
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final int MAX_KEY_LENGTH = 256;

    private final int maxBytes;
    private final JsonCursor cursor = new JsonCursor();
    private final SampleFields fields = new SampleFields(cursor);
    private final SampleEventIds ids = new SampleEventIds();

    private CachedText taggedBy = CachedText.EMPTY;
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
        try {
            readFields(bytes, offset, length);
            checkRequired();
            return event(bytes, offset, length);
        } catch (RejectedEventException first) {
            throw RecordChecks.gravest(first, bytes, offset, length);
        } finally {
            cursor.close();
        }
    }

    private void readFields(byte[] bytes, int offset, int length) throws RejectedEventException {
        fields.clear();
        int end = offset + length;
        int at = offset + 1;
        // The cursor sees only records that need it: to hand it an array costs a write barrier.
        if (length < 2 || bytes[offset] != '{' || bytes[at] != '"') {
            cursor.open(bytes, offset, length);
            if (!cursor.enterObject()) {
                cursor.expectEnd();
                return;
            }
            at = cursor.position();
        }
        int previous = SampleFields.NONE;
        while (true) {
            int field = fields.expectedAfter(previous);
            int next = fields.tryMember(field, bytes, at, end);
            if (next >= 0 && next < end - 1 && bytes[next] == ',') {
                previous = field;
                at = bytes[next + 1] == ' ' ? next + 2 : next + 1;
                continue;
            }
            if (next >= 0 && next == end - 1 && bytes[next] == '}') {
                return;
            }
            cursor.open(bytes, offset, length);
            if (next >= 0) {
                previous = field;
                cursor.moveTo(next);
            } else {
                cursor.moveTo(at);
                previous = fields.readMember(previous);
            }
            if (!cursor.hasNextMember()) {
                cursor.expectEnd();
                return;
            }
            cursor.peek();
            at = cursor.position();
        }
    }

    private void checkRequired() throws RejectedEventException {
        checkNotEmpty(SampleFields.RUN_ID, SampleField.RUN_ID);
        checkNotEmpty(SampleFields.MODEL_TAG, SampleField.MODEL_TAG);
        checkNotEmpty(SampleFields.METRIC, SampleField.METRIC);
        if (!fields.has(SampleFields.TS)) {
            throw FieldValues.missing(SampleField.TS.jsonName());
        }
        if (!fields.has(SampleFields.VALUE) && outcome() == Outcome.SCORED) {
            throw new RejectedEventException(
                    RejectReason.NO_VALUE,
                    SampleField.VALUE.jsonName(),
                    "value is absent, so outcome must say why, and must not be SCORED");
        }
    }

    private void checkNotEmpty(int index, SampleField field) throws RejectedEventException {
        if (fields.text(index).isEmpty()) {
            throw FieldValues.missing(field.jsonName());
        }
    }

    private SampleEvent event(byte[] bytes, int offset, int length) throws RejectedEventException {
        String itemKey = fields.freeText(SampleFields.ITEM_KEY, bytes);
        if (itemKey.length() > MAX_KEY_LENGTH
                && itemKey.codePointCount(0, itemKey.length()) > MAX_KEY_LENGTH) {
            throw FieldValues.outOfRange(
                    SampleField.ITEM_KEY.jsonName(),
                    "must have at most " + MAX_KEY_LENGTH + " characters");
        }
        return new SampleEvent(
                eventId(itemKey, bytes, offset, length),
                fields.text(SampleFields.RUN_ID),
                model(),
                fields.text(SampleFields.MODEL_TAG),
                fields.text(SampleFields.IMAGE_DIGEST),
                fields.timestamp(),
                fields.text(SampleFields.HARNESS),
                fields.text(SampleFields.HARNESS_VERSION),
                fields.text(SampleFields.SUITE),
                fields.text(SampleFields.TASK),
                fields.text(SampleFields.TASK_VERSION),
                fields.text(SampleFields.METRIC),
                fields.text(SampleFields.FILTER),
                fields.text(SampleFields.DATASET_DIGEST),
                itemKey,
                fields.count(SampleFields.DISPATCH_INDEX, -1),
                fields.count(SampleFields.REPEAT, 0),
                fields.count(SampleFields.SHARD, 0),
                fields.count(SampleFields.ATTEMPT, 0),
                outcome(),
                fields.number(SampleFields.VALUE),
                fields.has(SampleFields.HIGHER_IS_BETTER)
                        ? (Boolean) (fields.count(SampleFields.HIGHER_IS_BETTER, 0) == 1)
                        : null,
                fields.text(SampleFields.SLICE),
                fields.text(SampleFields.CLUSTER),
                fields.text(SampleFields.PROMPT_HASH),
                fields.text(SampleFields.GENERATION_HASH),
                fields.text(SampleFields.CHAT_TEMPLATE_HASH),
                fields.text(SampleFields.JUDGE_MODEL),
                fields.text(SampleFields.ENGINE),
                fields.number(SampleFields.LATENCY_MS),
                fields.number(SampleFields.TTFT_MS),
                fields.number(SampleFields.INPUT_TOKENS),
                fields.number(SampleFields.OUTPUT_TOKENS),
                fields.number(SampleFields.COST_USD),
                fields.freeText(SampleFields.INPUT, bytes),
                fields.freeText(SampleFields.OUTPUT, bytes),
                fields.freeText(SampleFields.EXPECTED, bytes),
                fields.freeText(SampleFields.REASON, bytes));
    }

    private EventId eventId(String itemKey, byte[] bytes, int offset, int length) {
        if (fields.hasOwnId()) {
            return fields.ownId();
        }
        ids.begin(
                fields.cached(SampleFields.RUN_ID),
                fields.cached(SampleFields.HARNESS),
                fields.cached(SampleFields.SUITE),
                fields.cached(SampleFields.TASK));
        if (itemKey.isEmpty()) {
            ids.addRecord(bytes, offset, length);
        } else if (fields.isPlain(SampleFields.ITEM_KEY)) {
            int start = fields.textStart(SampleFields.ITEM_KEY);
            ids.addItemKey(bytes, start, fields.textEnd(SampleFields.ITEM_KEY) - start);
        } else {
            ids.addItemKey(itemKey);
        }
        return ids.finish(
                fields.cached(SampleFields.METRIC),
                fields.cached(SampleFields.FILTER),
                fields.count(SampleFields.REPEAT, 0));
    }

    private String model() {
        String model = fields.text(SampleFields.MODEL);
        if (!model.isEmpty()) {
            return model;
        }
        CachedText tag = fields.cached(SampleFields.MODEL_TAG);
        if (tag != taggedBy) {
            defaultModel = ModelTags.defaultModel(tag.text());
            taggedBy = tag;
        }
        return defaultModel;
    }

    private Outcome outcome() {
        return OUTCOMES[fields.count(SampleFields.OUTCOME, Outcome.SCORED.ordinal())];
    }
}
