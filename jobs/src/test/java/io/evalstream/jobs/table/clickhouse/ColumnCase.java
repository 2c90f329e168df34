package io.evalstream.jobs.table.clickhouse;

import java.util.List;

/**
 * A type of ClickHouse with a value of it.
 *
 * @param type in ClickHouse
 * @param flink the type that the catalog must give it
 * @param literal the value in Flink SQL
 * @param text the value as ClickHouse prints it
 * @param shown how ClickHouse prints it, {@code %s} for the column
 * @param filtered whether an equation with it goes to the engine
 * @param binary whether the driver's binary writer takes it
 */
record ColumnCase(
        String type,
        String flink,
        String literal,
        String text,
        String shown,
        boolean filtered,
        boolean binary) {

    static final List<ColumnCase> ALL =
            List.of(
                    of("String", "STRING NOT NULL", "'l''été \\ 한국'", "l'été \\ 한국"),
                    of("LowCardinality(String)", "STRING NOT NULL", "'tag'", "tag"),
                    of("LowCardinality(Nullable(String))", "STRING", "'tag'", "tag"),
                    of("Nullable(String)", "STRING", "''", ""),
                    new ColumnCase(
                            "FixedString(4)",
                            "BYTES NOT NULL",
                            "X'FF00FE41'",
                            "FF00FE41",
                            "hex(%s)",
                            false,
                            true),
                    unfiltered("Bool", "BOOLEAN NOT NULL", "TRUE", "true"),
                    of("Int8", "TINYINT NOT NULL", "-128", "-128"),
                    of("Int16", "SMALLINT NOT NULL", "-32768", "-32768"),
                    of("Int32", "INT NOT NULL", "-2147483647", "-2147483647"),
                    of("Int64", "BIGINT NOT NULL", "-9223372036854775807", "-9223372036854775807"),
                    of("UInt8", "SMALLINT NOT NULL", "255", "255"),
                    of("UInt16", "INT NOT NULL", "65535", "65535"),
                    of("UInt32", "BIGINT NOT NULL", "4294967295", "4294967295"),
                    of(
                            "UInt64",
                            "DECIMAL(20, 0) NOT NULL",
                            "'18446744073709551615'",
                            "18446744073709551615"),
                    of("Nullable(UInt64)", "DECIMAL(20, 0)", "7", "7"),
                    of(
                            "Int128",
                            "STRING NOT NULL",
                            "'170141183460469231731687303715884105727'",
                            "170141183460469231731687303715884105727"),
                    of("Float32", "FLOAT NOT NULL", "1.5", "1.5"),
                    of("Float64", "DOUBLE NOT NULL", "0.1E0", "0.1"),
                    of("Nullable(Float64)", "DOUBLE", "-2.5E0", "-2.5"),
                    of("Decimal(20, 4)", "DECIMAL(20, 4) NOT NULL", "-1234.5678", "-1234.5678"),
                    of(
                            "Decimal(38, 0)",
                            "DECIMAL(38, 0) NOT NULL",
                            "'12345678901234567890123456789012345678'",
                            "12345678901234567890123456789012345678"),
                    of("Date", "DATE NOT NULL", "DATE '2026-01-02'", "2026-01-02"),
                    of("Date32", "DATE NOT NULL", "DATE '1950-01-02'", "1950-01-02"),
                    of(
                            "DateTime('UTC')",
                            "TIMESTAMP(0) NOT NULL",
                            "TIMESTAMP '2026-03-29 01:30:00'",
                            "2026-03-29 01:30:00"),
                    of(
                            "DateTime64(3, 'UTC')",
                            "TIMESTAMP(3) NOT NULL",
                            "TIMESTAMP '2026-07-02 03:04:05.678'",
                            "2026-07-02 03:04:05.678"),
                    of(
                            "DateTime64(9, 'Asia/Tokyo')",
                            "TIMESTAMP(9) NOT NULL",
                            "TIMESTAMP '2026-01-01 18:04:05.123456789'",
                            "2026-01-02 03:04:05.123456789"),
                    of("Enum8('x' = 1, 'y\\'z' = 2)", "STRING NOT NULL", "'y''z'", "y'z"),
                    new ColumnCase(
                            "UUID",
                            "STRING NOT NULL",
                            "'61f0c404-5cb3-11e7-907b-a6006ad3dba0'",
                            "61f0c404-5cb3-11e7-907b-a6006ad3dba0",
                            "toString(%s)",
                            true,
                            false),
                    new ColumnCase(
                            "IPv4",
                            "STRING NOT NULL",
                            "'192.0.2.7'",
                            "192.0.2.7",
                            "toString(%s)",
                            true,
                            false),
                    unfiltered(
                            "Array(String)",
                            "ARRAY<STRING NOT NULL> NOT NULL",
                            "ARRAY['a', 'b''c']",
                            "['a','b\\'c']"),
                    unfiltered(
                            "Array(Nullable(Int32))",
                            "ARRAY<INT> NOT NULL",
                            "ARRAY[1, CAST(NULL AS INT)]",
                            "[1,NULL]"),
                    unfiltered(
                            "Array(Array(UInt64))",
                            "ARRAY<ARRAY<DECIMAL(20, 0) NOT NULL> NOT NULL> NOT NULL",
                            "ARRAY[ARRAY['18446744073709551615']]",
                            "[[18446744073709551615]]"),
                    unfiltered(
                            "Map(String, Float64)",
                            "MAP<STRING NOT NULL, DOUBLE NOT NULL> NOT NULL",
                            "MAP['k', 1.5E0]",
                            "{'k':1.5}"));

    private static ColumnCase of(String type, String flink, String literal, String text) {
        return new ColumnCase(type, flink, literal, text, "toString(%s)", true, true);
    }

    private static ColumnCase unfiltered(String type, String flink, String literal, String text) {
        return new ColumnCase(type, flink, literal, text, "toString(%s)", false, true);
    }

    /** The value in ClickHouse's SQL. */
    String engineLiteral() {
        if (type.startsWith("Map")) {
            return "map(" + text.substring(1, text.length() - 1).replace(':', ',') + ")";
        }
        return shown.startsWith("hex")
                ? "unhex('" + text + "')"
                : "CAST('" + text.replace("\\", "\\\\").replace("'", "\\'") + "' AS " + type + ")";
    }

    /** The value in Flink, of the very type that the catalog gives the column. */
    String typedLiteral() {
        return "CAST(" + literal + " AS " + flink.replaceFirst(" NOT NULL$", "") + ")";
    }
}
