package io.evalstream.jobs.table;

import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.jobs.table.clickhouse.ClickHouseTableFactory;
import io.evalstream.jobs.table.clickhouse.ClickHouseTables;

import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogFunction;
import org.apache.flink.table.catalog.CatalogFunctionImpl;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.FunctionNotExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.factories.Factory;

import java.util.List;
import java.util.Optional;

/**
 * Everything Evalstream keeps, as tables: {@code kafka} has the topics, {@code vllm_eval} the
 * tables and views of ClickHouse as they are there.
 */
public final class EvalstreamCatalog extends ReadOnlyCatalog {

    public static final String KAFKA = "kafka";
    public static final String CLICKHOUSE = "vllm_eval";

    private static final String EVENT_TIME = "event_time";

    private final KafkaTables topics;
    private final ClickHouseTables tables;

    /**
     * @param bootstrap Kafka brokers, {@code host:port[,host:port]}
     */
    public EvalstreamCatalog(
            String name, String defaultDatabase, String bootstrap, ClickHouseEndpoint clickhouse) {
        super(name, defaultDatabase);
        String function = "`" + name.replace("`", "``") + "`." + KAFKA + "." + EVENT_TIME;
        this.topics = new KafkaTables(bootstrap, function);
        this.tables =
                new ClickHouseTables(
                        "jdbc:clickhouse:" + clickhouse.url(),
                        clickhouse.user(),
                        clickhouse.password(),
                        CLICKHOUSE::equals);
    }

    @Override
    public Optional<Factory> getFactory() {
        return Optional.of(new EvalstreamTableFactory(new ClickHouseTableFactory(tables)));
    }

    /** Both, whether or not their services answer: one may be asked without the other. */
    @Override
    public List<String> listDatabases() {
        return List.of(KAFKA, CLICKHOUSE);
    }

    @Override
    public List<String> listTables(String databaseName) throws DatabaseNotExistException {
        requireDatabase(databaseName);
        return databaseName.equals(KAFKA) ? topics.names() : tables.tables(databaseName);
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath tablePath) throws TableNotExistException {
        return find(tablePath).orElseThrow(() -> new TableNotExistException(getName(), tablePath));
    }

    @Override
    public boolean tableExists(ObjectPath tablePath) {
        return find(tablePath).isPresent();
    }

    private Optional<CatalogTable> find(ObjectPath path) {
        return switch (path.getDatabaseName()) {
            case KAFKA -> topics.table(path.getObjectName());
            case CLICKHOUSE -> tables.table(CLICKHOUSE, path.getObjectName());
            default -> Optional.empty();
        };
    }

    @Override
    public List<String> listFunctions(String dbName) throws DatabaseNotExistException {
        requireDatabase(dbName);
        return dbName.equals(KAFKA) ? List.of(EVENT_TIME) : List.of();
    }

    @Override
    public boolean functionExists(ObjectPath functionPath) {
        return functionPath.equals(new ObjectPath(KAFKA, EVENT_TIME));
    }

    @Override
    public CatalogFunction getFunction(ObjectPath functionPath) throws FunctionNotExistException {
        if (!functionExists(functionPath)) {
            throw new FunctionNotExistException(getName(), functionPath);
        }
        return new CatalogFunctionImpl(EventTime.class.getName());
    }
}
