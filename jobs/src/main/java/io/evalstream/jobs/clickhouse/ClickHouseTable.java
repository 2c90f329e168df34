package io.evalstream.jobs.clickhouse;

import java.io.Serializable;
import java.util.List;

/**
 * Where rows of one type go and how they are written.
 *
 * @param name table name without the database
 * @param columns the columns that {@code encoder} writes, in its order
 */
public record ClickHouseTable<T>(String name, List<String> columns, RowEncoder<T> encoder)
        implements Serializable {

    /** Writes one row as RowBinary. */
    @FunctionalInterface
    public interface RowEncoder<T> extends Serializable {
        void encode(T row, RowBinaryBuffer buffer);
    }
}
