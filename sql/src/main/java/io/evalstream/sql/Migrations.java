package io.evalstream.sql;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.command.CommandResponse;
import com.clickhouse.client.api.query.GenericRecord;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/** Brings a ClickHouse database to the schema of this program. */
public final class Migrations {

    /** The database all tables live in. */
    public static final String DATABASE = "vllm_eval";

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    /**
     * Applies what is missing; calling it again changes nothing.
     *
     * @return how many steps were applied
     * @throws SchemaMismatchException when the database is newer than this program, or a step was
     *     changed after it had been applied
     */
    public static int apply(Client client) throws SchemaMismatchException {
        return apply(client, Migration.all());
    }

    static int apply(Client client, List<Migration> migrations) throws SchemaMismatchException {
        execute(client, "CREATE DATABASE IF NOT EXISTS " + DATABASE);
        execute(
                client,
                "CREATE TABLE IF NOT EXISTS "
                        + DATABASE
                        + ".schema_migrations (version UInt32, name String, checksum String,"
                        + " applied_at DateTime('UTC') DEFAULT now())"
                        + " ENGINE = ReplacingMergeTree ORDER BY version");
        Map<Integer, String> applied = applied(client);
        refuseNewer(applied, migrations);
        int count = 0;
        for (Migration migration : migrations) {
            String checksum = applied.get(migration.version());
            if (checksum == null) {
                apply(client, migration);
                count++;
            } else if (!checksum.equals(migration.checksum())) {
                throw new SchemaMismatchException(
                        "ClickHouse: migration "
                                + migration.name()
                                + " was changed after it had been applied; restore the file and add"
                                + " a new migration instead");
            }
        }
        return count;
    }

    private static void refuseNewer(Map<Integer, String> applied, List<Migration> migrations)
            throws SchemaMismatchException {
        for (int version : applied.keySet()) {
            if (version > migrations.size()) {
                throw new SchemaMismatchException(
                        "ClickHouse: the database has schema "
                                + version
                                + ", this program knows "
                                + migrations.size()
                                + "; use the newer program");
            }
        }
    }

    private static void apply(Client client, Migration migration) {
        LOG.info("applying migration {}", migration.name());
        for (String statement : migration.statements()) {
            execute(client, statement);
        }
        execute(
                client,
                String.format(
                        "INSERT INTO %s.schema_migrations (version, name, checksum) SETTINGS"
                                + " async_insert = 0 VALUES (%d, '%s', '%s')",
                        DATABASE, migration.version(), migration.name(), migration.checksum()));
    }

    private static Map<Integer, String> applied(Client client) {
        Map<Integer, String> applied = new TreeMap<>();
        for (GenericRecord row :
                client.queryAll(
                        "SELECT version, checksum FROM " + DATABASE + ".schema_migrations FINAL")) {
            applied.put((int) row.getLong("version"), row.getString("checksum"));
        }
        return applied;
    }

    private static void execute(Client client, String statement) {
        try (CommandResponse response = client.execute(statement).get()) {
            LOG.debug("{}: {}", statement, response.getMetrics());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while migrating", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("migration failed: " + e.getCause().getMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException("migration failed: " + e.getMessage(), e);
        }
    }
}
