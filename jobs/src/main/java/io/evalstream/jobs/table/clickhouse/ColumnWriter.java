package io.evalstream.jobs.table.clickhouse;

import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes of Flink's object for a value the one that ClickHouse's driver writes without loss. */
interface ColumnWriter extends Serializable {

    /** Never for null. */
    Object toDriver(Object value);

    private Object orNull(Object value) {
        return value == null ? null : toDriver(value);
    }

    /**
     * The writer of columns of a type.
     *
     * @throws UnsupportedOperationException for types the dialect does not support
     */
    static ColumnWriter of(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case CHAR, VARCHAR -> Object::toString;
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, FLOAT, DOUBLE -> value -> value;
            case BINARY, VARBINARY -> value -> value;
            case DECIMAL -> decimal((DecimalType) type);
            case DATE -> value -> LocalDate.ofEpochDay((int) value);
            // With its zone: the driver takes others for times in the zone of this JVM.
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    value -> ((TimestampData) value).toLocalDateTime().atZone(ZoneOffset.UTC);
            case ARRAY -> array(((ArrayType) type).getElementType());
            case MAP -> map((MapType) type);
            default -> throw new UnsupportedOperationException("Unsupported type: " + type);
        };
    }

    private static ColumnWriter decimal(DecimalType type) {
        if (type.getScale() == 0) {
            // What a UInt64 takes; the driver writes a BigDecimal into it wrongly.
            return value -> ((DecimalData) value).toBigDecimal().toBigInteger();
        }
        return value -> ((DecimalData) value).toBigDecimal();
    }

    private static ColumnWriter array(LogicalType elementType) {
        ArrayData.ElementGetter getter = ArrayData.createElementGetter(elementType);
        ColumnWriter element = of(elementType);
        return value -> list((ArrayData) value, getter, element);
    }

    private static List<Object> list(
            ArrayData from, ArrayData.ElementGetter getter, ColumnWriter element) {
        List<Object> to = new ArrayList<>(from.size());
        for (int i = 0; i < from.size(); i++) {
            to.add(element.orNull(getter.getElementOrNull(from, i)));
        }
        return to;
    }

    private static ColumnWriter map(MapType type) {
        ArrayData.ElementGetter keys = ArrayData.createElementGetter(type.getKeyType());
        ArrayData.ElementGetter values = ArrayData.createElementGetter(type.getValueType());
        ColumnWriter key = of(type.getKeyType());
        ColumnWriter element = of(type.getValueType());
        return value -> {
            MapData from = (MapData) value;
            List<Object> names = list(from.keyArray(), keys, key);
            List<Object> elements = list(from.valueArray(), values, element);
            Map<Object, Object> to = new HashMap<>();
            for (int i = 0; i < names.size(); i++) {
                to.put(names.get(i), elements.get(i));
            }
            return to;
        };
    }
}
