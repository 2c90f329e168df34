package io.evalstream.jobs.table.clickhouse;

import org.apache.flink.connector.jdbc.core.database.dialect.JdbcDialectConverter;
import org.apache.flink.connector.jdbc.statement.FieldNamedPreparedStatement;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Rows of ClickHouse's driver as Flink's rows, and back. */
final class ClickHouseConverter implements JdbcDialectConverter {

    private static final long serialVersionUID = 1L;

    private final ColumnReader[] readers;
    private final RowData.FieldGetter[] getters;
    private final ColumnWriter[] writers;

    ClickHouseConverter(RowType rowType) {
        List<LogicalType> types = rowType.getChildren();
        readers = new ColumnReader[types.size()];
        getters = new RowData.FieldGetter[types.size()];
        writers = new ColumnWriter[types.size()];
        for (int i = 0; i < types.size(); i++) {
            readers[i] = ColumnReader.of(types.get(i));
            getters[i] = RowData.createFieldGetter(types.get(i), i);
            writers[i] = ColumnWriter.of(types.get(i));
        }
    }

    @Override
    public RowData toInternal(ResultSet resultSet) throws SQLException {
        GenericRowData row = new GenericRowData(readers.length);
        for (int i = 0; i < readers.length; i++) {
            row.setField(i, readers[i].read(resultSet, i + 1));
        }
        return row;
    }

    @Override
    public FieldNamedPreparedStatement toExternal(
            RowData rowData, FieldNamedPreparedStatement statement) throws SQLException {
        for (int i = 0; i < writers.length; i++) {
            Object value = getters[i].getFieldOrNull(rowData);
            if (value == null) {
                statement.setNull(i, java.sql.Types.NULL);
            } else {
                statement.setObject(i, writers[i].toDriver(value));
            }
        }
        return statement;
    }
}
