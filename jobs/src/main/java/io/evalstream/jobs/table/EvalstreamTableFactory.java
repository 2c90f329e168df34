package io.evalstream.jobs.table;

import io.evalstream.jobs.table.clickhouse.ClickHouseTableFactory;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads and writes the tables of the catalog, each with the connector it names. */
final class EvalstreamTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    private static final String BOUNDED_MODE = "scan.bounded.mode";

    private final ClickHouseTableFactory clickhouse;

    EvalstreamTableFactory(ClickHouseTableFactory clickhouse) {
        this.clickhouse = clickhouse;
    }

    @Override
    public String factoryIdentifier() {
        return EvalstreamCatalogFactory.IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        if (isClickHouse(context)) {
            return clickhouse.createDynamicTableSource(context);
        }
        return FactoryUtil.discoverFactory(
                        context.getClassLoader(),
                        DynamicTableSourceFactory.class,
                        connector(context))
                .createDynamicTableSource(endingInBatch(context));
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        if (isClickHouse(context)) {
            return clickhouse.createDynamicTableSink(context);
        }
        return FactoryUtil.discoverFactory(
                        context.getClassLoader(), DynamicTableSinkFactory.class, connector(context))
                .createDynamicTableSink(context);
    }

    private boolean isClickHouse(Context context) {
        return connector(context).equals(clickhouse.factoryIdentifier());
    }

    private static String connector(Context context) {
        return context.getCatalogTable().getOptions().get(FactoryUtil.CONNECTOR.key());
    }

    /** A question in batch mode is about what is there now, or it would never end. */
    private static Context endingInBatch(Context context) {
        ResolvedCatalogTable table = context.getCatalogTable();
        boolean batch =
                context.getConfiguration().get(ExecutionOptions.RUNTIME_MODE)
                        == RuntimeExecutionMode.BATCH;
        if (!batch || table.getOptions().containsKey(BOUNDED_MODE)) {
            return context;
        }
        Map<String, String> options = new HashMap<>(table.getOptions());
        options.put(BOUNDED_MODE, "latest-offset");
        return new FactoryUtil.DefaultDynamicTableContext(
                context.getObjectIdentifier(),
                table.copy(options),
                context.getEnrichmentOptions(),
                context.getConfiguration(),
                context.getClassLoader(),
                context.isTemporary());
    }
}
