package io.evalstream.contract;

import java.util.ArrayList;
import java.util.List;

/** Reads arrays of series counts inside a control event. */
final class SeriesCountReader {
    private static final String[] NAMES = {"task", "metric", "filter", "slice", "samples"};
    private static final FieldNames FIELD_NAMES = new FieldNames(NAMES);
    private static final int SAMPLES = 4;

    /** The depth of what stands in an element: below the event, the array and the element. */
    private static final int ELEMENT_DEPTH = 3;

    private final JsonCursor cursor;

    SeriesCountReader(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** All elements of the array that follows, the value of the field {@code field}. */
    List<SeriesCount> readAll(String field) throws RejectedEventException {
        if (cursor.peek() != '[') {
            throw FieldValues.wrongType(field, "an array of objects");
        }
        List<SeriesCount> all = new ArrayList<>();
        if (cursor.enterArray()) {
            do {
                all.add(read(field));
            } while (cursor.hasNextElement());
        }
        return all;
    }

    private SeriesCount read(String field) throws RejectedEventException {
        if (cursor.peek() != '{') {
            throw FieldValues.wrongType(field, "an array of objects");
        }
        String[] texts = {"", "", "", ""};
        long samples = -1;
        int met = 0;
        if (cursor.enterObject()) {
            do {
                int index = cursor.readName(FIELD_NAMES);
                if (index == FieldNames.UNKNOWN) {
                    cursor.skipValue(ELEMENT_DEPTH + 1);
                    continue;
                }
                String path = field + "." + NAMES[index];
                if ((met & 1 << index) != 0) {
                    throw FieldValues.duplicate(path);
                }
                met |= 1 << index;
                if (FieldValues.tryNull(cursor)) {
                    continue;
                }
                if (index == SAMPLES) {
                    samples = FieldValues.readInteger(cursor, path, 0, Long.MAX_VALUE);
                } else {
                    FieldValues.readText(cursor, path);
                    texts[index] = cursor.text();
                }
            } while (cursor.hasNextMember());
        }
        if (texts[1].isEmpty()) {
            throw FieldValues.missing(field + ".metric");
        }
        if (samples < 0) {
            throw FieldValues.missing(field + ".samples");
        }
        return new SeriesCount(texts[0], texts[1], texts[2], texts[3], samples);
    }
}
