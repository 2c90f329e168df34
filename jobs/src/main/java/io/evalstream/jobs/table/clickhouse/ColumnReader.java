package io.evalstream.jobs.table.clickhouse;

import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads one column of a result as the object that Flink has for its type; null stays null. */
interface ColumnReader extends Serializable {

    Object read(ResultSet rows, int position) throws SQLException;

    /**
     * The reader of columns of a type.
     *
     * @throws UnsupportedOperationException for types the dialect does not support
     */
    static ColumnReader of(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BINARY, VARBINARY -> ResultSet::getBytes;
            case DATE -> ColumnReader::date;
            // As instants: the driver's own timestamps are in the time zone of this JVM.
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> ColumnReader::time;
            default -> {
                Part part = part(type);
                yield (rows, position) -> part.orNull(rows.getObject(position));
            }
        };
    }

    private static Object date(ResultSet rows, int position) throws SQLException {
        LocalDate date = rows.getObject(position, LocalDate.class);
        return date == null ? null : (int) date.toEpochDay();
    }

    private static Object time(ResultSet rows, int position) throws SQLException {
        Instant instant = rows.getObject(position, Instant.class);
        return instant == null
                ? null
                : TimestampData.fromLocalDateTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    /** Converts an object of the driver, which may stand in an array or a map. */
    interface Part extends Serializable {
        Object of(Object value) throws SQLException;

        default Object orNull(Object value) throws SQLException {
            return value == null ? null : of(value);
        }
    }

    private static Part part(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case CHAR, VARCHAR -> ColumnReader::text;
            case BOOLEAN -> value -> value instanceof Number n ? n.intValue() != 0 : value;
            case TINYINT -> value -> ((Number) value).byteValue();
            case SMALLINT -> value -> ((Number) value).shortValue();
            case INTEGER -> value -> ((Number) value).intValue();
            case BIGINT -> value -> ((Number) value).longValue();
            case FLOAT -> value -> ((Number) value).floatValue();
            case DOUBLE -> value -> ((Number) value).doubleValue();
            case DECIMAL -> decimal((DecimalType) type);
            case ARRAY -> array(part(((ArrayType) type).getElementType()));
            case MAP ->
                    map(part(((MapType) type).getKeyType()), part(((MapType) type).getValueType()));
            default -> throw new UnsupportedOperationException("Unsupported type: " + type);
        };
    }

    private static Object text(Object value) {
        // Addresses print with a slash in front.
        return StringData.fromString(
                value instanceof InetAddress address ? address.getHostAddress() : value.toString());
    }

    private static Part decimal(DecimalType type) {
        int precision = type.getPrecision();
        int scale = type.getScale();
        return value -> {
            BigDecimal number =
                    value instanceof BigInteger whole
                            ? new BigDecimal(whole)
                            : new BigDecimal(value.toString());
            return DecimalData.fromBigDecimal(number, precision, scale);
        };
    }

    private static Part array(Part element) {
        return value -> {
            Object[] from = elements(value);
            Object[] to = new Object[from.length];
            for (int i = 0; i < from.length; i++) {
                to[i] = element.orNull(from[i]);
            }
            return new GenericArrayData(to);
        };
    }

    /** The driver has three forms of an array: at the top, in another array, and in a map. */
    private static Object[] elements(Object value) throws SQLException {
        if (value instanceof Array array) {
            return elements(array.getArray());
        }
        if (value instanceof List<?> list) {
            return list.toArray();
        }
        if (value instanceof Object[] objects) {
            return objects;
        }
        Object[] boxed = new Object[java.lang.reflect.Array.getLength(value)];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = java.lang.reflect.Array.get(value, i);
        }
        return boxed;
    }

    private static Part map(Part key, Part element) {
        return value -> {
            Map<Object, Object> to = new HashMap<>();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                to.put(key.orNull(entry.getKey()), element.orNull(entry.getValue()));
            }
            return new GenericMapData(to);
        };
    }
}
