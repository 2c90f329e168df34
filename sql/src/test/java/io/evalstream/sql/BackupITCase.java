package io.evalstream.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.embedded.EmbeddedObjectStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Fill, back up, destroy, restore: equal, or refused. */
class BackupITCase {

    @TempDir private Path directory;
    private TestEngine engine;
    private EmbeddedObjectStore store;

    @BeforeEach
    void start() throws Exception {
        engine = TestEngine.start(directory.resolve("clickhouse"));
        Files.createDirectories(directory.resolve("s3/backups"));
        store = EmbeddedObjectStore.start(directory.resolve("s3"), 0);
        Migrations.apply(engine.client());
    }

    @AfterEach
    void stop() throws IOException {
        store.close();
        engine.close();
    }

    private BackupPlace place(String name) {
        return new BackupPlace(
                name,
                store.endpoint() + "/backups/" + name,
                EmbeddedObjectStore.ACCESS_KEY,
                EmbeddedObjectStore.SECRET_KEY);
    }

    private void fill() {
        GeneratedData.fill(engine.client(), GeneratedData.ROWS_PER_RUN, done -> {});
        // Expired, and not merged away yet: a restored table has them, too.
        engine.execute("SYSTEM STOP MERGES vllm_eval.samples");
        engine.execute(
                "INSERT INTO vllm_eval.samples (run_id, ts, value, ingested_at) SETTINGS"
                        + " async_insert = 0 VALUES ('expired', now(), nan, now() - INTERVAL 99"
                        + " DAY)");
    }

    @Test
    void whatIsRestoredIsWhatWasThere() throws Exception {
        fill();
        List<TableDigest> backedUp = Backup.take(engine.client(), place("monday"));
        assertThat(backedUp)
                .extracting(TableDigest::table)
                .containsExactly(
                        "alerts",
                        "deadletters",
                        "dedup_removed",
                        "results",
                        "rolling",
                        "runs",
                        "samples",
                        "schema_migrations",
                        "verdicts");
        assertThat(backedUp.get(6).rows()).isGreaterThan(GeneratedData.ROWS_PER_RUN);
        // The digests count the expired row too; from then on a merge may take it any time.
        String kept =
                "SELECT toString(count()) FROM vllm_eval.samples_latest WHERE run_id != 'expired'";
        String samples = engine.text(kept);
        engine.drop();

        assertThat(Backup.restore(engine.client(), place("monday"))).isEqualTo(backedUp);
        assertThat(engine.text(kept)).isEqualTo(samples);
        assertThat(Migrations.apply(engine.client())).isEmpty();
        // It is a living database again: what has expired goes with the next merge.
        engine.execute("OPTIMIZE TABLE vllm_eval.samples FINAL");
        assertThat(engine.texts("SELECT run_id FROM vllm_eval.samples WHERE run_id = 'expired'"))
                .isEmpty();
    }

    @Test
    void rowsThatAreThereAreNeverReplaced() throws Exception {
        fill();
        Backup.take(engine.client(), place("monday"));
        assertThatThrownBy(() -> Backup.restore(engine.client(), place("monday")))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("rows in vllm_eval.")
                .hasMessageContaining("drop the database first");
        assertThat(engine.texts("SELECT run_id FROM vllm_eval.runs_latest")).hasSize(1);
    }

    @Test
    void anEmptySchemaIsNoData() throws Exception {
        fill();
        List<TableDigest> backedUp = Backup.take(engine.client(), place("monday"));
        engine.drop();
        Migrations.apply(engine.client());
        assertThat(Backup.restore(engine.client(), place("monday"))).isEqualTo(backedUp);
    }

    @Test
    void aBackupIsNeverOverwritten() throws Exception {
        Backup.take(engine.client(), place("monday"));
        assertThatThrownBy(() -> Backup.take(engine.client(), place("monday")))
                .isInstanceOf(BackupException.class)
                .hasMessage("monday holds a backup already; name another place");
    }

    @Test
    void aListThatTheDataDoesNotMatchIsToldAndNothingIsLeft() throws Exception {
        fill();
        Backup.take(engine.client(), place("monday"));
        engine.drop();
        Path list = find("evalstream-manifest.jsonl");
        // The same rows, and yet another content.
        String changed =
                Files.readString(list).replaceAll("(\"table\":\"runs\".*?\"hash\":\"?)\\d+", "$17");
        assertThat(changed).isNotEqualTo(Files.readString(list));
        Files.writeString(list, changed);
        assertThatThrownBy(() -> Backup.restore(engine.client(), place("monday")))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("is damaged: table runs had 2 rows");
        assertThat(engine.texts("SELECT name FROM system.databases WHERE name = 'vllm_eval'"))
                .isEmpty();
    }

    private Path find(String name) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("s3"))) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }

    @Test
    void aPlaceWithoutABackupAndOneOfANewerProgramAreTold() throws Exception {
        assertThatThrownBy(() -> Backup.restore(engine.client(), place("never")))
                .isInstanceOf(BackupException.class)
                .hasMessage("there is no finished backup at never; check the place");
        Backup.take(engine.client(), place("future"));
        Path list = find("evalstream-manifest.jsonl");
        Files.writeString(
                list, Files.readString(list).replaceAll("\"schema\":\\d+", "\"schema\":99"));
        assertThatThrownBy(() -> Backup.restore(engine.client(), place("future")))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("has schema 99");
    }

    @Test
    void aWrongKeyIsToldWithoutTheKey() {
        BackupPlace wrong =
                new BackupPlace("x", store.endpoint() + "/backups/x", "evalstream", "sesame");
        assertThatThrownBy(() -> Backup.take(engine.client(), wrong))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("look for a backup at x")
                .message()
                .doesNotContain("sesame");
    }
}
