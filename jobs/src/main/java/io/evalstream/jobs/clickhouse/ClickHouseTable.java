package io.evalstream.jobs.clickhouse;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where rows of one type go and how they become columns.
 *
 * @param name table name without the database
 * @param columns all that are written but {@value #BATCH}, which every table has and the sink fills
 * @param partitionTime the time by whose month the table is partitioned, or a constant
 */
public record ClickHouseTable<T>(
        String name, List<Column<T>> columns, Column.Whole<T> partitionTime)
        implements Serializable {

    /** The column that holds the token of the insert a row came with. */
    static final String BATCH = "batch";

    /** Names of the columns in the order of a block. */
    public List<String> columnNames() {
        List<String> names = new ArrayList<>(columns.size() + 1);
        columns.forEach(column -> names.add(column.name()));
        names.add(BATCH);
        return names;
    }

    static <T> Builder<T> named(String name) {
        return new Builder<>(name);
    }

    /** Collects the columns of a table in their order. */
    static final class Builder<T> {
        private final String name;
        private final List<Column<T>> columns = new ArrayList<>();
        private Column.Whole<T> partitionTime = row -> 0;

        private Builder(String name) {
            this.name = name;
        }

        private Builder<T> with(Column<T> column) {
            columns.add(column);
            return this;
        }

        Builder<T> fixed16(String column, Column.Whole<T> high, Column.Whole<T> low) {
            return with(Column.fixed16(column, high, low));
        }

        Builder<T> text(String column, Column.Text<T> text) {
            return with(Column.text(column, text));
        }

        Builder<T> bytes(String column, Column.Blob<T> bytes) {
            return with(Column.bytes(column, bytes));
        }

        Builder<T> label(String column, Column.Text<T> text) {
            return with(Column.label(column, text));
        }

        Builder<T> texts(String column, Column.Texts<T> texts) {
            return with(Column.texts(column, texts));
        }

        Builder<T> uint8(String column, Column.Small<T> number) {
            return with(Column.uint8(column, number));
        }

        Builder<T> int32(String column, Column.Small<T> number) {
            return with(Column.int32(column, number));
        }

        Builder<T> uint32(String column, Column.Small<T> number) {
            return with(Column.uint32(column, number));
        }

        Builder<T> uint64(String column, Column.Whole<T> number) {
            return with(Column.uint64(column, number));
        }

        Builder<T> time(String column, Column.Whole<T> millis) {
            return with(Column.time(column, millis));
        }

        Builder<T> float64(String column, Column.Decimal<T> number) {
            return with(Column.float64(column, number));
        }

        Builder<T> nullable(String column, Column.Decimal<T> number) {
            return with(Column.nullable(column, number));
        }

        /** Says by the month of which time the table is partitioned, in milliseconds. */
        Builder<T> partitionedByMonthOf(Column.Whole<T> millis) {
            partitionTime = millis;
            return this;
        }

        ClickHouseTable<T> build() {
            return new ClickHouseTable<>(name, List.copyOf(columns), partitionTime);
        }
    }
}
