package io.evalstream.jobs.table.clickhouse;

import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Flink's types for the types of ClickHouse, by the names that ClickHouse gives them. */
final class ClickHouseTypes {

    private static final int MOST_DIGITS = 38;
    private static final int DIGITS_OF_UINT64 = 20;

    private ClickHouseTypes() {}

    /**
     * The type that holds every value of a column without loss.
     *
     * @param name as in {@code system.columns}, such as {@code LowCardinality(Nullable(String))}
     * @return empty when there is none, or the dialect cannot read it
     */
    static Optional<DataType> of(String name) {
        int open = name.indexOf('(');
        String outer = open < 0 ? name : name.substring(0, open);
        List<String> arguments =
                open < 0 ? List.of() : arguments(name.substring(open + 1, name.length() - 1));
        return switch (outer) {
            case "Nullable" -> of(arguments.get(0)).map(DataType::nullable);
            case "LowCardinality" -> of(arguments.get(0));
            case "SimpleAggregateFunction" -> of(arguments.get(1));
            case "Array" -> part(arguments.get(0)).map(type -> DataTypes.ARRAY(type).notNull());
            case "Map" ->
                    part(arguments.get(0))
                            .flatMap(
                                    key ->
                                            part(arguments.get(1))
                                                    .map(value -> DataTypes.MAP(key, value)))
                            .map(DataType::notNull);
            case "Decimal" -> decimal(arguments);
            case "DateTime64" -> time(Integer.parseInt(arguments.get(0)));
            default -> plain(outer).map(DataType::notNull);
        };
    }

    private static Optional<DataType> part(String name) {
        return of(name).filter(type -> ClickHouseDialect.canBePart(type.getLogicalType()));
    }

    private static Optional<DataType> plain(String name) {
        return switch (name) {
            case "String", "Enum8", "Enum16", "UUID", "IPv4", "IPv6" ->
                    Optional.of(DataTypes.STRING());
            // As many bytes as were written, which need not be a text.
            case "FixedString" -> Optional.of(DataTypes.BYTES());
            case "Bool" -> Optional.of(DataTypes.BOOLEAN());
            case "Int8" -> Optional.of(DataTypes.TINYINT());
            case "Int16", "UInt8" -> Optional.of(DataTypes.SMALLINT());
            case "Int32", "UInt16" -> Optional.of(DataTypes.INT());
            case "Int64", "UInt32" -> Optional.of(DataTypes.BIGINT());
            case "UInt64" -> Optional.of(DataTypes.DECIMAL(DIGITS_OF_UINT64, 0));
            // More digits than a DECIMAL has.
            case "Int128", "UInt128", "Int256", "UInt256" -> Optional.of(DataTypes.STRING());
            case "Float32" -> Optional.of(DataTypes.FLOAT());
            case "Float64" -> Optional.of(DataTypes.DOUBLE());
            case "Date", "Date32" -> Optional.of(DataTypes.DATE());
            case "DateTime" -> Optional.of(DataTypes.TIMESTAMP(0));
            default -> Optional.empty();
        };
    }

    private static Optional<DataType> decimal(List<String> arguments) {
        int precision = Integer.parseInt(arguments.get(0));
        int scale = Integer.parseInt(arguments.get(1));
        return Optional.of(
                precision > MOST_DIGITS
                        ? DataTypes.STRING().notNull()
                        : DataTypes.DECIMAL(precision, scale).notNull());
    }

    private static Optional<DataType> time(int precision) {
        return Optional.of(DataTypes.TIMESTAMP(precision).notNull());
    }

    /** Whether the driver's RowBinary writer takes the text that Flink has for such a column. */
    static boolean isWrittenAsBinary(String name) {
        return !name.contains("UUID") && !name.contains("IPv");
    }

    /** Splits at the commas that are not in brackets or quotes. */
    private static List<String> arguments(String text) {
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
            } else if (!quoted && depth == 0 && c == ',') {
                arguments.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        arguments.add(text.substring(begin).strip());
        return arguments;
    }
}
