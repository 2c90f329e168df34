package io.evalstream.sql;

import com.clickhouse.client.api.query.GenericRecord;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Lets one program at a time change the schema of a database.
 *
 * <p>ClickHouse has no locks for clients, but of several that create a table of one name only one
 * succeeds. Who holds the table holds the lock; its comment says who that is and is renewed before
 * every step. A lock that nobody has renewed for a while was left by a program that died: it is
 * moved away under a name made of its own identity, which again only one can do.
 */
final class MigrationLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationLock.class);
    private static final String TABLE = Migrations.DATABASE + ".schema_lock";
    private static final Duration POLL = Duration.ofMillis(200);

    private final Statements statements;
    private final String owner;
    private final List<String> moved = new ArrayList<>();

    private MigrationLock(Statements statements, String owner) {
        this.statements = statements;
        this.owner = owner;
    }

    /**
     * Waits until nobody else changes the schema.
     *
     * @param abandoned how long a lock may go without being renewed
     * @param patience how long to wait for others
     * @throws DatabaseException when it takes longer
     */
    static MigrationLock take(Statements statements, Duration abandoned, Duration patience) {
        MigrationLock lock =
                new MigrationLock(
                        statements, "process " + ProcessHandle.current().pid() + " " + token());
        long end = System.nanoTime() + patience.toNanos();
        while (!lock.create()) {
            lock.removeAbandoned(abandoned);
            if (System.nanoTime() - end > 0) {
                throw new DatabaseException(
                        "ClickHouse: another program ("
                                + lock.holder()
                                + ") has been changing the schema for "
                                + patience.toSeconds()
                                + " s; wait for it and try again");
            }
            pause();
        }
        return lock;
    }

    private static String token() {
        return UUID.randomUUID().toString();
    }

    private boolean create() {
        // A request that was repeated after a lost answer finds the table it has made itself.
        return statements.attempt(
                        "take the lock of the schema",
                        "CREATE TABLE " + TABLE + " (x UInt8) ENGINE = Memory COMMENT " + quoted())
                || holder().equals(owner);
    }

    private String quoted() {
        return "'" + owner + "'";
    }

    private String holder() {
        List<GenericRecord> rows = find("comment");
        return rows.isEmpty() ? "" : rows.get(0).getString("comment");
    }

    private List<GenericRecord> find(String columns) {
        return statements.rows(
                "read the lock of the schema",
                "SELECT "
                        + columns
                        + " FROM system.tables WHERE database = '"
                        + Migrations.DATABASE
                        + "' AND name = 'schema_lock'");
    }

    private void removeAbandoned(Duration abandoned) {
        List<GenericRecord> rows =
                find(
                        "toString(uuid) AS id, comment,"
                                + " toInt64(now() - metadata_modification_time) AS age");
        if (rows.isEmpty() || rows.get(0).getLong("age") <= abandoned.toSeconds()) {
            return;
        }
        String aside = Migrations.DATABASE + ".`schema_lock_" + rows.get(0).getString("id") + "`";
        if (statements.attempt(
                "remove an abandoned lock of the schema",
                "RENAME TABLE " + TABLE + " TO " + aside)) {
            // Its name stays taken until we are done, so that nobody who has seen the same
            // abandoned lock moves ours away instead.
            moved.add(aside);
            LOG.warn("removed the lock of {}, which is gone", rows.get(0).getString("comment"));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while another program changes the schema", e);
        }
    }

    /** Says that the holder is still at work. */
    void renew() {
        statements.execute(
                "renew the lock of the schema",
                "ALTER TABLE " + TABLE + " MODIFY COMMENT " + quoted());
    }

    @Override
    public void close() {
        if (holder().equals(owner)) {
            statements.attempt("release the lock of the schema", "DROP TABLE " + TABLE + " SYNC");
        }
        for (String table : moved) {
            statements.attempt("remove an abandoned lock of the schema", "DROP TABLE " + table);
        }
    }
}
