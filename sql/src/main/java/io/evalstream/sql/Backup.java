package io.evalstream.sql;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Copies the database to another place and back with ClickHouse's own BACKUP and RESTORE.
 *
 * <p>Beside a backup lies the list of what is in it, as read back from the backup itself: one line
 * per table with its rows and their hash. A restored database is compared with it before anything
 * may merge, expire or be added.
 */
public final class Backup {

    private static final String STRUCTURE =
            "`table` String, `rows` UInt64, `hash` UInt64, `schema` UInt32, `taken_at` DateTime";

    /** Asked first, so that a wrong address is told in seconds; ClickHouse tries 500 times. */
    private static final String MAY_BE_ABSENT =
            " SETTINGS s3_ignore_file_doesnt_exist = 1, s3_retry_attempts = 3";

    private static final String PATIENCE = "backup_restore_s3_retry_attempts = 20";

    private final Statements statements;
    private final BackupPlace place;

    private Backup(Statements statements, BackupPlace place) {
        this.statements = statements;
        this.place = place;
    }

    /**
     * Writes a backup while the database is in use; each table is copied as it is at one moment.
     *
     * @return what is in it
     * @throws BackupException when there is nothing to back up, or a backup is at the place already
     * @throws DatabaseException when ClickHouse refuses, or the place cannot be written
     */
    public static List<TableDigest> take(Client client, BackupPlace place) throws BackupException {
        return new Backup(new Statements(client), place).take();
    }

    /**
     * Restores a backup into a ClickHouse whose database is empty or not there; when that fails,
     * the database is not there afterwards.
     *
     * @return what was restored, equal to what was backed up
     * @throws BackupException when the database holds rows, there is no backup at the place, or
     *     what was restored is not what was backed up
     * @throws SchemaMismatchException when the backup is of a newer program
     * @throws DatabaseException when ClickHouse refuses, or the place cannot be read
     */
    public static List<TableDigest> restore(Client client, BackupPlace place)
            throws BackupException, SchemaMismatchException {
        return new Backup(new Statements(client), place).restore();
    }

    private List<TableDigest> take() throws BackupException {
        if (TableDigest.tables(statements, Migrations.DATABASE).isEmpty()) {
            throw new BackupException(
                    "there is no database " + Migrations.DATABASE + " to back up");
        }
        if (hasManifest()) {
            throw new BackupException(place + " holds a backup already; name another place");
        }
        statements.execute(
                "back up to " + place,
                "BACKUP DATABASE "
                        + Migrations.DATABASE
                        + " EXCEPT TABLES "
                        + Migrations.DATABASE
                        + ".schema_lock TO "
                        + place.folder()
                        + " SETTINGS "
                        + PATIENCE);
        List<TableDigest> digests;
        int schema;
        String opened =
                Migrations.DATABASE + "_backup_" + UUID.randomUUID().toString().substring(0, 8);
        statements.execute(
                "open the backup at " + place,
                "CREATE DATABASE "
                        + opened
                        + " ENGINE = Backup('"
                        + Migrations.DATABASE
                        + "', "
                        + place.folder()
                        + ")");
        try {
            digests = TableDigest.ofDatabase(statements, opened);
            schema =
                    statements
                            .rows(
                                    "read the schema of the backup",
                                    "SELECT toInt32(max(version)) AS schema FROM "
                                            + opened
                                            + ".schema_migrations")
                            .get(0)
                            .getInteger("schema");
        } finally {
            statements.execute("close the backup", "DROP DATABASE " + opened);
        }
        writeManifest(digests, schema);
        return digests;
    }

    private boolean hasManifest() {
        return !statements
                .rows(
                        "look for a backup at " + place,
                        "SELECT 1 AS found FROM "
                                + place.manifest(STRUCTURE)
                                + " LIMIT 1"
                                + MAY_BE_ABSENT)
                .isEmpty();
    }

    private void writeManifest(List<TableDigest> digests, int schema) {
        StringBuilder values = new StringBuilder();
        for (TableDigest digest : digests) {
            values.append(values.isEmpty() ? "" : ", ")
                    .append("('")
                    .append(digest.table())
                    .append("', ")
                    .append(digest.rows())
                    .append(", ")
                    .append(digest.hash())
                    .append(", ")
                    .append(schema)
                    .append(", now())");
        }
        statements.execute(
                "write the list of the backup at " + place,
                "INSERT INTO FUNCTION "
                        + place.manifest(STRUCTURE)
                        + " SETTINGS async_insert = 0 VALUES "
                        + values);
    }

    private List<TableDigest> restore() throws BackupException, SchemaMismatchException {
        List<TableDigest> expected = readManifest();
        requireNoRows();
        statements.execute(
                "remove the empty database",
                "DROP DATABASE IF EXISTS " + Migrations.DATABASE + " SYNC");
        boolean complete = false;
        try {
            restoreFrom("structure_only = true, ");
            List<String> tables = TableDigest.tables(statements, Migrations.DATABASE);
            // Merging drops rows that were replaced or have expired: not before they are counted.
            for (String table : tables) {
                statements.execute(
                        "keep " + table + " as it is",
                        "SYSTEM STOP MERGES " + Migrations.DATABASE + ".`" + table + "`");
            }
            restoreFrom("");
            requireEqual(expected, TableDigest.ofDatabase(statements, Migrations.DATABASE));
            for (String table : tables) {
                statements.execute(
                        "let " + table + " merge",
                        "SYSTEM START MERGES " + Migrations.DATABASE + ".`" + table + "`");
            }
            complete = true;
            return expected;
        } finally {
            if (!complete) {
                statements.execute(
                        "remove what was restored",
                        "DROP DATABASE IF EXISTS " + Migrations.DATABASE + " SYNC");
            }
        }
    }

    private void restoreFrom(String settings) {
        statements.execute(
                "restore from " + place,
                "RESTORE DATABASE "
                        + Migrations.DATABASE
                        + " FROM "
                        + place.folder()
                        + " SETTINGS "
                        + settings
                        + PATIENCE);
    }

    private List<TableDigest> readManifest() throws BackupException, SchemaMismatchException {
        List<TableDigest> digests = new ArrayList<>();
        for (GenericRecord row :
                statements.rows(
                        "read the list of the backup at " + place,
                        "SELECT * FROM "
                                + place.manifest(STRUCTURE)
                                + " ORDER BY `table`"
                                + MAY_BE_ABSENT)) {
            int schema = (int) row.getLong("schema");
            int known = Migration.all().size();
            if (schema > known) {
                throw new SchemaMismatchException(
                        "the backup at "
                                + place
                                + " has schema "
                                + schema
                                + ", this program knows "
                                + known
                                + "; use the newer program");
            }
            digests.add(
                    new TableDigest(
                            row.getString("table"),
                            row.getLong("rows"),
                            row.getBigInteger("hash")));
        }
        if (digests.isEmpty()) {
            throw new BackupException(
                    "there is no finished backup at " + place + "; check the place");
        }
        return digests;
    }

    private void requireNoRows() throws BackupException {
        for (String table : TableDigest.tables(statements, Migrations.DATABASE)) {
            if (table.equals("schema_migrations")) {
                continue;
            }
            long rows =
                    statements
                            .rows(
                                    "count the rows of " + table,
                                    "SELECT count() AS n FROM "
                                            + Migrations.DATABASE
                                            + ".`"
                                            + table
                                            + "`")
                            .get(0)
                            .getLong("n");
            if (rows > 0) {
                throw new BackupException(
                        "ClickHouse has "
                                + rows
                                + " rows in "
                                + Migrations.DATABASE
                                + "."
                                + table
                                + "; restore into an empty one, or drop the database first");
            }
        }
    }

    private void requireEqual(List<TableDigest> expected, List<TableDigest> restored)
            throws BackupException {
        Map<String, TableDigest> byName = new HashMap<>();
        for (TableDigest digest : restored) {
            byName.put(digest.table(), digest);
        }
        for (TableDigest digest : expected) {
            TableDigest found = byName.remove(digest.table());
            if (!digest.equals(found)) {
                throw new BackupException(
                        "the backup at "
                                + place
                                + " is damaged: table "
                                + digest.table()
                                + " had "
                                + digest.rows()
                                + " rows, "
                                + (found == null
                                        ? "and is not there"
                                        : "now has " + found.rows() + " rows with another content")
                                + "; use another backup");
            }
        }
        if (!byName.isEmpty()) {
            throw new BackupException(
                    "the backup at "
                            + place
                            + " is damaged: its list does not name "
                            + String.join(", ", byName.keySet())
                            + "; use another backup");
        }
    }
}
