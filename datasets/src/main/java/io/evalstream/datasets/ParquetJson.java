package io.evalstream.datasets;

import com.fasterxml.jackson.core.JsonGenerator;

import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A row of a Parquet file as JSON: lists as arrays, maps and structures as objects, missing values
 * as null, bytes that are no text in base64.
 */
final class ParquetJson {

    private ParquetJson() {}

    static void write(Group group, JsonGenerator json) throws IOException {
        GroupType type = group.getType();
        json.writeStartObject();
        for (int field = 0; field < type.getFieldCount(); field++) {
            json.writeFieldName(type.getFieldName(field));
            Type fieldType = type.getType(field);
            int count = group.getFieldRepetitionCount(field);
            if (fieldType.isRepetition(Type.Repetition.REPEATED)) {
                json.writeStartArray();
                for (int i = 0; i < count; i++) {
                    value(group, field, i, fieldType, json);
                }
                json.writeEndArray();
            } else if (count == 0) {
                json.writeNull();
            } else {
                value(group, field, 0, fieldType, json);
            }
        }
        json.writeEndObject();
    }

    private static void value(Group group, int field, int index, Type type, JsonGenerator json)
            throws IOException {
        if (type.isPrimitive()) {
            primitive(group, field, index, type.asPrimitiveType(), json);
            return;
        }
        Group inner = group.getGroup(field, index);
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        if (meaning instanceof ListLogicalTypeAnnotation) {
            list(inner, json);
        } else if (meaning instanceof MapLogicalTypeAnnotation) {
            map(inner, json);
        } else {
            write(inner, json);
        }
    }

    /**
     * The elements of a list, which the format has in one or two groups: "Parquet Logical Type
     * Definitions", section "Lists", with its rules for files of older writers.
     */
    private static void list(Group list, JsonGenerator json) throws IOException {
        Type repeated = list.getType().getType(0);
        boolean wrapped =
                !repeated.isPrimitive()
                        && repeated.asGroupType().getFieldCount() == 1
                        && !repeated.getName().equals("array")
                        && !repeated.getName().equals(list.getType().getName() + "_tuple");
        json.writeStartArray();
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            if (!wrapped) {
                value(list, 0, i, repeated, json);
                continue;
            }
            Group element = list.getGroup(0, i);
            if (element.getFieldRepetitionCount(0) == 0) {
                json.writeNull();
            } else {
                value(element, 0, 0, repeated.asGroupType().getType(0), json);
            }
        }
        json.writeEndArray();
    }

    private static void map(Group map, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
            Group entry = map.getGroup(0, i);
            json.writeFieldName(entry.getValueToString(0, 0));
            if (entry.getType().getFieldCount() < 2 || entry.getFieldRepetitionCount(1) == 0) {
                json.writeNull();
            } else {
                value(entry, 1, 0, entry.getType().getType(1), json);
            }
        }
        json.writeEndObject();
    }

    private static void primitive(
            Group group, int field, int index, PrimitiveType type, JsonGenerator json)
            throws IOException {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            json.writeNumber(decimal(group, field, index, type, decimal.getScale()));
            return;
        }
        switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> json.writeBoolean(group.getBoolean(field, index));
            case INT32 -> json.writeNumber(group.getInteger(field, index));
            case INT64 -> json.writeNumber(group.getLong(field, index));
            case FLOAT -> json.writeNumber(group.getFloat(field, index));
            case DOUBLE -> json.writeNumber(group.getDouble(field, index));
            case INT96 -> json.writeBinary(group.getInt96(field, index).getBytes());
            case BINARY, FIXED_LEN_BYTE_ARRAY -> {
                byte[] bytes = group.getBinary(field, index).getBytes();
                // Some writers leave out that a text is one.
                if (Utf8.firstInvalid(bytes, 0, bytes.length) < 0) {
                    json.writeString(group.getBinary(field, index).toStringUsingUTF8());
                } else {
                    json.writeBinary(bytes);
                }
            }
        }
    }

    private static BigDecimal decimal(
            Group group, int field, int index, PrimitiveType type, int scale) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> BigDecimal.valueOf(group.getInteger(field, index), scale);
            case INT64 -> BigDecimal.valueOf(group.getLong(field, index), scale);
            default ->
                    new BigDecimal(new BigInteger(group.getBinary(field, index).getBytes()), scale);
        };
    }
}
