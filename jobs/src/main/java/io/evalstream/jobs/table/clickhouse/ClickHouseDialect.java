package io.evalstream.jobs.table.clickhouse;

import org.apache.flink.connector.jdbc.core.database.dialect.AbstractDialect;
import org.apache.flink.connector.jdbc.core.database.dialect.JdbcDialectConverter;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * ClickHouse as the JDBC connector sees it.
 *
 * <p>A {@code TIMESTAMP} is the instant in UTC, whatever time zone the column shows it in. The
 * connector {@code jdbc} hands a filter on one to the driver in the time zone of this JVM: there,
 * such a filter is right only where that is UTC. The connector {@code clickhouse} and the catalogs
 * have no such limit.
 */
final class ClickHouseDialect extends AbstractDialect {

    private static final long serialVersionUID = 1L;

    /** The driver's own writer of RowBinary, several times faster than literals. */
    static final String ROW_BINARY = "beta.row_binary_for_simple_insert";

    /** Without it the driver reads the bytes of a FixedString as UTF-8, whatever they are. */
    private static final String RAW_BYTES = "binary_string_support";

    private static final int MOST_DIGITS = 38;
    private static final int NANOSECONDS = 9;

    private static final Set<LogicalTypeRoot> PLAIN =
            EnumSet.of(
                    LogicalTypeRoot.CHAR,
                    LogicalTypeRoot.VARCHAR,
                    LogicalTypeRoot.BOOLEAN,
                    LogicalTypeRoot.DECIMAL,
                    LogicalTypeRoot.TINYINT,
                    LogicalTypeRoot.SMALLINT,
                    LogicalTypeRoot.INTEGER,
                    LogicalTypeRoot.BIGINT,
                    LogicalTypeRoot.FLOAT,
                    LogicalTypeRoot.DOUBLE);

    @Override
    public String dialectName() {
        return "ClickHouse";
    }

    @Override
    public Optional<String> defaultDriverName() {
        return Optional.of("com.clickhouse.jdbc.ClickHouseDriver");
    }

    @Override
    public JdbcDialectConverter getRowConverter(RowType rowType) {
        return new ClickHouseConverter(rowType);
    }

    @Override
    public String getLimitClause(long limit) {
        return "LIMIT " + limit;
    }

    @Override
    public String quoteIdentifier(String identifier) {
        return '`' + identifier.replace("\\", "\\\\").replace("`", "\\`") + '`';
    }

    /** A plain insert: which of the rows of a key stays is the business of the table's engine. */
    @Override
    public Optional<String> getUpsertStatement(
            String tableName, String[] fieldNames, String[] uniqueKeyFields) {
        return Optional.of(getInsertIntoStatement(tableName, fieldNames));
    }

    @Override
    public String appendDefaultUrlProperties(String url) {
        return withDefault(withDefault(url, ROW_BINARY, "true"), RAW_BYTES, "true");
    }

    static String withDefault(String url, String property, String value) {
        if (url.contains(property + "=")) {
            return url;
        }
        return url + (url.indexOf('?') < 0 ? '?' : '&') + property + '=' + value;
    }

    @Override
    public Set<LogicalTypeRoot> supportedTypes() {
        Set<LogicalTypeRoot> types = EnumSet.copyOf(PLAIN);
        types.add(LogicalTypeRoot.BINARY);
        types.add(LogicalTypeRoot.VARBINARY);
        types.add(LogicalTypeRoot.DATE);
        types.add(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE);
        types.add(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
        types.add(LogicalTypeRoot.ARRAY);
        types.add(LogicalTypeRoot.MAP);
        return types;
    }

    @Override
    public Optional<Range> timestampPrecisionRange() {
        return Optional.of(Range.of(0, NANOSECONDS));
    }

    @Override
    public Optional<Range> decimalPrecisionRange() {
        return Optional.of(Range.of(1, MOST_DIGITS));
    }

    @Override
    public void validate(RowType rowType) throws ValidationException {
        super.validate(rowType);
        for (RowType.RowField field : rowType.getFields()) {
            for (LogicalType part : field.getType().getChildren()) {
                if (!canBePart(part)) {
                    throw new ValidationException(
                            "The ClickHouse dialect doesn't support "
                                    + part
                                    + " inside the type of column "
                                    + field.getName()
                                    + ": "
                                    + field.getType());
                }
            }
        }
    }

    /** What the driver gives inside arrays and maps without loss. */
    static boolean canBePart(LogicalType part) {
        if (part instanceof ArrayType || part instanceof MapType) {
            return part.getChildren().stream().allMatch(ClickHouseDialect::canBePart);
        }
        return PLAIN.contains(part.getTypeRoot());
    }
}
