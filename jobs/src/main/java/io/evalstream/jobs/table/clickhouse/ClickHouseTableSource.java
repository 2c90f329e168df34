package io.evalstream.jobs.table.clickhouse;

import org.apache.flink.connector.jdbc.core.table.source.JdbcDynamicTableSource;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsLimitPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The JDBC connector's source, given filters in the words that ClickHouse understands as meant. */
final class ClickHouseTableSource
        implements ScanTableSource,
                LookupTableSource,
                SupportsProjectionPushDown,
                SupportsLimitPushDown,
                SupportsFilterPushDown {

    private static final long NO_LIMIT = -1;

    private final JdbcDynamicTableSource jdbc;
    private long limit = NO_LIMIT;

    ClickHouseTableSource(JdbcDynamicTableSource jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Result applyFilters(List<ResolvedExpression> filters) {
        List<ResolvedExpression> accepted = new ArrayList<>();
        List<ResolvedExpression> remaining = new ArrayList<>();
        for (ResolvedExpression filter : filters) {
            Optional<ResolvedExpression> meant = filter.accept(new FilterTranslation());
            if (meant.isPresent()
                    && jdbc.applyFilters(List.of(meant.get())).getRemainingFilters().isEmpty()) {
                accepted.add(filter);
            } else {
                remaining.add(filter);
            }
        }
        return Result.of(accepted, remaining);
    }

    @Override
    public void applyLimit(long rows) {
        limit = rows;
        jdbc.applyLimit(rows);
    }

    @Override
    public boolean supportsNestedProjection() {
        return jdbc.supportsNestedProjection();
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        jdbc.applyProjection(projectedFields, producedDataType);
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return jdbc.getChangelogMode();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        return jdbc.getScanRuntimeProvider(context);
    }

    @Override
    public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
        return jdbc.getLookupRuntimeProvider(context);
    }

    @Override
    public DynamicTableSource copy() {
        ClickHouseTableSource copy =
                new ClickHouseTableSource((JdbcDynamicTableSource) jdbc.copy());
        // Which the copy of the connector forgets.
        if (limit != NO_LIMIT) {
            copy.applyLimit(limit);
        }
        return copy;
    }

    @Override
    public String asSummaryString() {
        return jdbc.asSummaryString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClickHouseTableSource that
                && jdbc.equals(that.jdbc)
                && limit == that.limit;
    }

    @Override
    public int hashCode() {
        return Objects.hash(jdbc, limit);
    }
}
