package io.evalstream.jobs.table.clickhouse;

import io.evalstream.jobs.table.ReadOnlyCatalog;

import org.apache.flink.connector.jdbc.core.database.catalog.JdbcCatalog;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.factories.Factory;

import java.util.List;
import java.util.Optional;

/**
 * A ClickHouse server as a catalog of the JDBC connector: {@code CREATE CATALOG c WITH ('type' =
 * 'jdbc', 'base-url' = 'jdbc:clickhouse://host:8123', …)}.
 */
final class ClickHouseCatalog extends ReadOnlyCatalog implements JdbcCatalog {

    private static final long serialVersionUID = 1L;

    private final transient ClickHouseTables tables;

    ClickHouseCatalog(String name, ClickHouseTables tables, String defaultDatabase) {
        super(name, defaultDatabase);
        this.tables = tables;
    }

    @Override
    public Optional<Factory> getFactory() {
        return Optional.of(new ClickHouseTableFactory(tables));
    }

    @Override
    public List<String> listDatabases() {
        return tables.databases();
    }

    @Override
    public List<String> listTables(String databaseName) throws DatabaseNotExistException {
        requireDatabase(databaseName);
        return tables.tables(databaseName);
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath tablePath) throws TableNotExistException {
        return tables.table(tablePath.getDatabaseName(), tablePath.getObjectName())
                .orElseThrow(() -> new TableNotExistException(getName(), tablePath));
    }

    @Override
    public boolean tableExists(ObjectPath tablePath) {
        return tables.table(tablePath.getDatabaseName(), tablePath.getObjectName()).isPresent();
    }
}
