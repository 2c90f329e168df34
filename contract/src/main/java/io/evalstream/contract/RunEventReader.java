package io.evalstream.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads control events of {@code eval.runs} from JSON, as strictly as {@link SampleEventReader}.
 *
 * <p>Required are {@code type}, {@code run_id} and {@code ts}, and {@code shard} for {@code
 * SHARD_FINISHED}. Not thread-safe: one instance per thread.
 */
public final class RunEventReader {
    private static final String[] NAMES = {
        "schema_version",
        "type",
        "run_id",
        "model",
        "model_tag",
        "image_digest",
        "ts",
        "expected",
        "shard",
        "shards",
        "sent",
        "dispatch_seed",
        "labels"
    };
    private static final FieldNames FIELD_NAMES = new FieldNames(NAMES);
    private static final Map<String, RunEvent.Type> TYPES = new HashMap<>();

    static {
        for (RunEvent.Type type : RunEvent.Type.values()) {
            TYPES.put(type.name(), type);
        }
    }

    private final int maxBytes;
    private final JsonCursor cursor = new JsonCursor();
    private final SeriesCountReader series = new SeriesCountReader(cursor);

    private RunEvent.Type type;
    private String runId;
    private String model;
    private String modelTag;
    private String imageDigest;
    private long tsMillis;
    private List<SeriesCount> expected;
    private int shard;
    private int shards;
    private List<SeriesCount> sent;
    private long dispatchSeed;
    private Map<String, String> labels;

    /** A reader for records of at most 1 MiB. */
    public RunEventReader() {
        this(RecordChecks.DEFAULT_MAX_BYTES);
    }

    /**
     * @param maxBytes the longest record to accept, in bytes
     */
    public RunEventReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Reads one record.
     *
     * @throws RejectedEventException if the record is not a valid event
     */
    public RunEvent read(byte[] bytes) throws RejectedEventException {
        return read(bytes, 0, bytes.length);
    }

    /**
     * Reads the record in {@code bytes[offset, offset + length)}.
     *
     * @throws RejectedEventException if the record is not a valid event
     * @throws IndexOutOfBoundsException if the array has no such range
     */
    public RunEvent read(byte[] bytes, int offset, int length) throws RejectedEventException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        RecordChecks.checkSize(length, maxBytes);
        cursor.open(bytes, offset, length);
        reset();
        try {
            readFields();
            return event();
        } catch (RejectedEventException first) {
            throw RecordChecks.gravest(first, bytes, offset, length);
        } finally {
            cursor.close();
            reset();
        }
    }

    private void reset() {
        type = null;
        runId = "";
        model = "";
        modelTag = "";
        imageDigest = "";
        tsMillis = -1;
        expected = List.of();
        shard = -1;
        shards = -1;
        sent = List.of();
        dispatchSeed = -1;
        labels = Map.of();
    }

    private void readFields() throws RejectedEventException {
        long met = 0;
        if (cursor.enterObject()) {
            do {
                int field = cursor.readName(FIELD_NAMES);
                if (field == FieldNames.UNKNOWN) {
                    cursor.skipValue(2);
                    continue;
                }
                if ((met & 1L << field) != 0) {
                    throw FieldValues.duplicate(NAMES[field]);
                }
                met |= 1L << field;
                if (!FieldValues.tryNull(cursor)) {
                    readField(NAMES[field]);
                }
            } while (cursor.hasNextMember());
        }
        cursor.expectEnd();
    }

    private void readField(String name) throws RejectedEventException {
        switch (name) {
            case "schema_version" -> FieldValues.readVersion(cursor, name);
            case "type" -> type = readType(name);
            case "run_id" -> runId = readText(name);
            case "model" -> model = readText(name);
            case "model_tag" -> modelTag = readText(name);
            case "image_digest" -> {
                imageDigest = readText(name);
                FieldValues.checkDigest(imageDigest, name);
            }
            case "ts" -> tsMillis = FieldValues.readTimestamp(cursor, name);
            case "expected" -> expected = series.readAll(name);
            case "shard" -> shard = FieldValues.readCount(cursor, name);
            case "shards" ->
                    shards = (int) FieldValues.readInteger(cursor, name, 1, Integer.MAX_VALUE);
            case "sent" -> sent = series.readAll(name);
            case "dispatch_seed" ->
                    dispatchSeed =
                            FieldValues.readInteger(cursor, name, Long.MIN_VALUE, Long.MAX_VALUE);
            case "labels" -> labels = readLabels(name);
            default -> throw new IllegalStateException("no rule for the field " + name);
        }
    }

    private String readText(String name) throws RejectedEventException {
        FieldValues.readText(cursor, name);
        return cursor.text();
    }

    private RunEvent.Type readType(String name) throws RejectedEventException {
        RunEvent.Type known = TYPES.get(readText(name));
        if (known == null) {
            throw FieldValues.mustBeOneOf(name, RunEvent.Type.values());
        }
        return known;
    }

    private Map<String, String> readLabels(String name) throws RejectedEventException {
        if (cursor.peek() != '{') {
            throw FieldValues.wrongType(name, "an object of strings");
        }
        Map<String, String> read = new HashMap<>();
        if (cursor.enterObject()) {
            do {
                cursor.readName();
                String label = cursor.text();
                String path = name + "." + label;
                // A null is remembered until the end, or a duplicate after it would go unseen.
                String value = FieldValues.tryNull(cursor) ? null : readText(path);
                if (read.containsKey(label)) {
                    throw FieldValues.duplicate(path);
                }
                read.put(label, value);
            } while (cursor.hasNextMember());
        }
        read.values().removeIf(Objects::isNull);
        return read;
    }

    private RunEvent event() throws RejectedEventException {
        checkPresent(type != null, "type");
        checkPresent(!runId.isEmpty(), "run_id");
        checkPresent(tsMillis >= 0, "ts");
        checkPresent(type != RunEvent.Type.SHARD_FINISHED || shard >= 0, "shard");
        if (shards >= 0 && shard >= shards) {
            throw FieldValues.outOfRange("shard", "must be below shards, which is " + shards);
        }
        return new RunEvent(
                type,
                runId,
                model.isEmpty() ? ModelTags.defaultModel(modelTag) : model,
                modelTag,
                imageDigest,
                tsMillis,
                expected,
                shard,
                shards,
                sent,
                dispatchSeed,
                labels);
    }

    private static void checkPresent(boolean present, String name) throws RejectedEventException {
        if (!present) {
            throw FieldValues.missing(name);
        }
    }
}
