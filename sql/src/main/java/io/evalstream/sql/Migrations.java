package io.evalstream.sql;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Brings a ClickHouse database to the schema of this program. */
public final class Migrations {

    /** The database all tables live in. */
    public static final String DATABASE = "vllm_eval";

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    /** A step takes milliseconds; a program that is stopped in the middle does not come back. */
    private static final Duration ABANDONED = Duration.ofSeconds(60);

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private Migrations() {}

    /**
     * Applies what is missing, one program at a time; calling it again changes nothing.
     *
     * @return the names of the steps that were applied, in order
     * @throws SchemaMismatchException when the database is newer than this program, or a step was
     *     changed after it had been applied
     * @throws DatabaseException when ClickHouse refuses a statement or does not answer
     */
    public static List<String> apply(Client client) throws SchemaMismatchException {
        return apply(client, Migration.all());
    }

    static List<String> apply(Client client, List<Migration> migrations)
            throws SchemaMismatchException {
        Statements statements = new Statements(client);
        statements.execute("create the database", "CREATE DATABASE IF NOT EXISTS " + DATABASE);
        if (hasRecord(statements) && missing(statements, migrations).isEmpty()) {
            return List.of();
        }
        try (MigrationLock lock = MigrationLock.take(statements, ABANDONED, PATIENCE)) {
            statements.execute(
                    "create the record of migrations",
                    "CREATE TABLE IF NOT EXISTS "
                            + DATABASE
                            + ".schema_migrations (version UInt32, name String, checksum String,"
                            + " applied_at DateTime('UTC') DEFAULT now())"
                            + " ENGINE = ReplacingMergeTree ORDER BY version");
            List<String> names = new ArrayList<>();
            // Asked again: whoever held the lock before may have applied them.
            for (Migration migration : missing(statements, migrations)) {
                apply(statements, migration, lock);
                names.add(migration.name());
            }
            return names;
        }
    }

    private static boolean hasRecord(Statements statements) {
        return !statements
                .rows(
                        "look for the record of migrations",
                        "SELECT name FROM system.tables WHERE database = '"
                                + DATABASE
                                + "' AND name = 'schema_migrations'")
                .isEmpty();
    }

    private static List<Migration> missing(Statements statements, List<Migration> migrations)
            throws SchemaMismatchException {
        Map<Integer, String> applied = applied(statements);
        refuseNewer(applied, migrations);
        List<Migration> missing = new ArrayList<>();
        for (Migration migration : migrations) {
            String checksum = applied.get(migration.version());
            if (checksum == null) {
                missing.add(migration);
            } else if (!checksum.equals(migration.checksum())) {
                throw new SchemaMismatchException(
                        "ClickHouse: migration "
                                + migration.name()
                                + " was changed after it had been applied; restore the file and add"
                                + " a new migration instead");
            }
        }
        return missing;
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

    private static void apply(Statements statements, Migration migration, MigrationLock lock) {
        LOG.info("applying migration {}", migration.name());
        String purpose = "migration " + migration.name();
        for (String statement : migration.statements()) {
            lock.renew();
            statements.execute(purpose, statement);
        }
        statements.execute(
                purpose,
                String.format(
                        "INSERT INTO %s.schema_migrations (version, name, checksum) SETTINGS"
                                + " async_insert = 0 VALUES (%d, '%s', '%s')",
                        DATABASE, migration.version(), migration.name(), migration.checksum()));
    }

    private static Map<Integer, String> applied(Statements statements) {
        Map<Integer, String> applied = new TreeMap<>();
        for (GenericRecord row :
                statements.rows(
                        "read the record of migrations",
                        "SELECT version, checksum FROM " + DATABASE + ".schema_migrations FINAL")) {
            applied.put((int) row.getLong("version"), row.getString("checksum"));
        }
        return applied;
    }
}
