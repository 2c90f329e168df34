package io.evalstream.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.Client;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Migrations on a real engine: repeated, from an old database, by several programs at once. */
class MigrationsITCase {

    @TempDir private static Path directory;
    private static TestEngine engine;

    @BeforeAll
    static void start() {
        engine = TestEngine.start(directory);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void clear() {
        engine.drop();
    }

    @Test
    void theyAreAppliedOnce() throws Exception {
        List<String> names = new ArrayList<>();
        Migration.all().forEach(migration -> names.add(migration.name()));
        assertThat(Migrations.apply(engine.client())).isEqualTo(names);
        assertThat(Migrations.apply(engine.client())).isEmpty();
    }

    @Test
    void everyStatementCanBeRepeatedOnTheFinishedSchema() throws Exception {
        Migrations.apply(engine.client());
        String before = schema();
        for (Migration migration : Migration.all()) {
            // A view that a later step has replaced would go back to what it was.
            migration.statements().stream()
                    .filter(statement -> !statement.startsWith("CREATE OR REPLACE"))
                    .forEach(engine::execute);
        }
        assertThat(schema()).isEqualTo(before);
    }

    private static String schema() {
        return engine.text(
                "SELECT arrayStringConcat(groupArray(create_table_query), ';') FROM (SELECT"
                        + " create_table_query FROM system.tables WHERE database = 'vllm_eval'"
                        + " ORDER BY name)");
    }

    @Test
    void ofSeveralProgramsEachStepIsAppliedByOne() throws Exception {
        int programs = 6;
        CyclicBarrier together = new CyclicBarrier(programs);
        ExecutorService threads = Executors.newFixedThreadPool(programs);
        List<String> applied = new ArrayList<>();
        try {
            List<Future<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < programs; i++) {
                all.add(
                        threads.submit(
                                () -> {
                                    try (Client own = engine.connect()) {
                                        together.await();
                                        return Migrations.apply(own);
                                    }
                                }));
            }
            for (Future<List<String>> one : all) {
                applied.addAll(one.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(applied).hasSize(Migration.all().size()).doesNotHaveDuplicates();
        assertThat(engine.text("SELECT toString(count()) FROM vllm_eval.schema_migrations"))
                .isEqualTo(Integer.toString(Migration.all().size()));
        assertThat(locks()).isEmpty();
    }

    @Test
    void aLockThatIsHeldIsWaitedForAndThenNamed() {
        engine.execute("CREATE DATABASE vllm_eval");
        Statements statements = new Statements(engine.client());
        Duration forever = Duration.ofHours(1);
        try (MigrationLock held = MigrationLock.take(statements, forever, Duration.ZERO)) {
            held.renew();
            assertThatThrownBy(
                            () -> MigrationLock.take(statements, forever, Duration.ofMillis(300)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("another program (process ")
                    .hasMessageContaining("try again");
        }
        assertThat(locks()).isEmpty();
    }

    @Test
    void aLockThatWasLeftBehindIsTakenOver() throws Exception {
        engine.execute("CREATE DATABASE vllm_eval");
        engine.execute(
                "CREATE TABLE vllm_eval.schema_lock (x UInt8) ENGINE = Memory COMMENT 'gone'");
        Statements statements = new Statements(engine.client());
        // Whole seconds are counted: a lock is old when it is older than none.
        try (MigrationLock taken =
                MigrationLock.take(statements, Duration.ofSeconds(1), Duration.ofSeconds(30))) {
            taken.renew();
            assertThat(locks()).hasSize(2);
        }
        assertThat(locks()).isEmpty();
        assertThat(Migrations.apply(engine.client())).isNotEmpty();
    }

    private static List<String> locks() {
        return engine.texts(
                "SELECT name FROM system.tables WHERE database = 'vllm_eval' AND name LIKE"
                        + " 'schema_lock%'");
    }

    @Test
    void aNewerDatabaseIsRefusedInOneLine() throws Exception {
        Migrations.apply(engine.client());
        engine.execute(
                "INSERT INTO vllm_eval.schema_migrations (version, name, checksum) SETTINGS"
                        + " async_insert = 0 VALUES (99, 'x', 'y')");
        assertThatThrownBy(() -> Migrations.apply(engine.client()))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage(
                        "ClickHouse: the database has schema 99, this program knows "
                                + Migration.all().size()
                                + "; use the newer program");
    }

    @Test
    void aStepThatWasChangedIsRefused() throws Exception {
        Migrations.apply(engine.client());
        List<Migration> changed = new ArrayList<>(Migration.all());
        Migration first = changed.get(0);
        changed.set(0, new Migration(first.version(), first.name(), first.statements(), "another"));
        assertThatThrownBy(() -> Migrations.apply(engine.client(), changed))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining(first.name());
    }

    @Test
    void aFaultOfTheServerIsOneLine() {
        assertThatThrownBy(() -> engine.execute("SELECT * FROM nowhere.nothing"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageStartingWith("ClickHouse: test: ")
                .message()
                .doesNotContain("\n");
    }
}
