package io.evalstream.datasets;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/**
 * A form of records that is known, and how its fields are mapped.
 *
 * @param fields what a record has when it is of this shape
 * @param columns how many columns a table without a header has; 0 for records with named fields
 */
record Shape(String name, List<FieldPath> fields, int columns, FieldMapping mapping) {

    Shape {
        fields = List.copyOf(fields);
    }

    /** Whether a record, an array for a table without a header, is of this shape. */
    boolean fits(JsonNode record) {
        if (columns > 0) {
            return record.isArray() && record.size() == columns && answersWithLabel(record);
        }
        if (!record.isObject()) {
            return false;
        }
        for (FieldPath field : fields) {
            if (field.in(record) == null) {
                return false;
            }
        }
        return true;
    }

    /** What tells the rows of a quiz from those of any other table of so many columns. */
    private boolean answersWithLabel(JsonNode record) {
        String answer = mapping.answer().get(0).in(record).asText().strip();
        return answer.length() == 1 && answer.charAt(0) >= 'A' && answer.charAt(0) <= 'Z';
    }
}
