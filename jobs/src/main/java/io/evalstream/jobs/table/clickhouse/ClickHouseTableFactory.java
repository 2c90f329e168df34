package io.evalstream.jobs.table.clickhouse;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.connector.jdbc.core.table.JdbcConnectorOptions;
import org.apache.flink.connector.jdbc.core.table.JdbcDynamicTableFactory;
import org.apache.flink.connector.jdbc.core.table.source.JdbcDynamicTableSource;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The connector {@code clickhouse}: the JDBC connector and its options, with filters that mean in
 * ClickHouse what they mean in Flink.
 *
 * <p>In a catalog it adds the credentials, so that they are in no table's options.
 */
public final class ClickHouseTableFactory
        implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    static final String IDENTIFIER = "clickhouse";

    private final JdbcDynamicTableFactory jdbc = new JdbcDynamicTableFactory();
    private final Map<String, String> credentials;

    /** For tables that name their credentials themselves; found as a service. */
    public ClickHouseTableFactory() {
        this.credentials = Map.of();
    }

    /** For the tables of a catalog. */
    public ClickHouseTableFactory(ClickHouseTables tables) {
        this.credentials =
                Map.of(
                        JdbcConnectorOptions.USERNAME.key(),
                        tables.user(),
                        JdbcConnectorOptions.PASSWORD.key(),
                        tables.password());
    }

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return jdbc.requiredOptions();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return jdbc.optionalOptions();
    }

    @Override
    public Set<ConfigOption<?>> forwardOptions() {
        return jdbc.forwardOptions();
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        return new ClickHouseTableSource(
                (JdbcDynamicTableSource) jdbc.createDynamicTableSource(withCredentials(context)));
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        return jdbc.createDynamicTableSink(withCredentials(context));
    }

    private Context withCredentials(Context context) {
        ResolvedCatalogTable table = context.getCatalogTable();
        Map<String, String> options = new HashMap<>(table.getOptions());
        options.putAll(credentials);
        // What the factory beneath is called is checked.
        options.put(FactoryUtil.CONNECTOR.key(), JdbcDynamicTableFactory.IDENTIFIER);
        return new FactoryUtil.DefaultDynamicTableContext(
                context.getObjectIdentifier(),
                table.copy(options),
                context.getEnrichmentOptions(),
                context.getConfiguration(),
                context.getClassLoader(),
                context.isTemporary());
    }
}
