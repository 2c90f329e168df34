package io.evalstream.udfs.sql;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A table environment with the module loaded, and what its queries give. */
final class SqlSession {

    private final StreamExecutionEnvironment environment;
    private final StreamTableEnvironment tables;

    private SqlSession(StreamExecutionEnvironment environment) {
        this.environment = environment;
        this.tables = StreamTableEnvironment.create(environment);
    }

    static MiniClusterExtension cluster() {
        return new MiniClusterExtension(
                new MiniClusterResourceConfiguration.Builder()
                        .setNumberTaskManagers(1)
                        .setNumberSlotsPerTaskManager(4)
                        .build());
    }

    static SqlSession in(RuntimeExecutionMode mode) {
        return in(mode, 2);
    }

    static SqlSession in(RuntimeExecutionMode mode, int parallelism) {
        SqlSession session = new SqlSession(environment(mode, parallelism));
        session.tables.executeSql("LOAD MODULE evalstream");
        return session;
    }

    static SqlSession withoutModule() {
        return new SqlSession(environment(RuntimeExecutionMode.BATCH, 1));
    }

    private static StreamExecutionEnvironment environment(
            RuntimeExecutionMode mode, int parallelism) {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, mode);
        // State that only Kryo could keep is an error.
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(parallelism);
        return environment;
    }

    StreamExecutionEnvironment environment() {
        return environment;
    }

    StreamTableEnvironment tables() {
        return tables;
    }

    Set<String> functions() {
        return new HashSet<>(Arrays.asList(tables.listFunctions()));
    }

    /** The last value that a query of one row and one column gave, printed. */
    String value(String query) {
        List<String> values = values(query);
        return values.isEmpty() ? "no row" : values.get(0);
    }

    /** The last values that a query of one row gave, printed; none where there was no row. */
    List<String> values(String query) {
        Row last = null;
        try (CloseableIterator<Row> rows = tables.executeSql(query).collect()) {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER) {
                    last = row;
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(query, e);
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; last != null && i < last.getArity(); i++) {
            values.add(print(last.getField(i)));
        }
        return values;
    }

    private static String print(Object value) {
        return value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value);
    }
}
