package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.embedded.EmbeddedObjectStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands that look after the database, on the data of a stack that does not run. */
class StorageITCase {

    @TempDir private Path directory;

    private Command storage(String command, String... options) {
        String[] all = new String[options.length + 4];
        all[0] = "storage";
        all[1] = command;
        all[2] = "--data";
        all[3] = directory.resolve("data").toString();
        System.arraycopy(options, 0, all, 4, options.length);
        return Command.run(all);
    }

    private Path config(String text) throws IOException {
        return Files.writeString(directory.resolve("config.yaml"), text);
    }

    @Test
    void migrationsAndRetentionAreAppliedOnceAndSaid() throws IOException {
        Command first = storage("migrate");
        assertThat(first.code()).as(first.errors()).isEqualTo(ExitCode.PASS);
        assertThat(first.out()).startsWith("applied 0001_core.sql\n");
        Path config = config("retention:\n  samples: 30 d\n");
        assertThat(storage("migrate", "--config", config.toString()).out())
                .isEqualTo("samples keeps rows for 30 days, 90 before\n");
        assertThat(storage("migrate", "--config", config.toString()).out())
                .isEqualTo("nothing to do: vllm_eval is up to date\n");
        // Saying nothing is not asking for the default.
        assertThat(storage("migrate").out()).isEqualTo("nothing to do: vllm_eval is up to date\n");
    }

    @Test
    void aBackupInADirectoryIsRestoredAndNeverOverData() {
        storage("migrate");
        Path place = directory.resolve("backups/monday");
        Command backup = storage("backup", "--to", place.toString());
        assertThat(backup.code()).as(backup.errors()).isEqualTo(ExitCode.PASS);
        assertThat(backup.out()).contains("backed up 0 rows of samples, hash ");

        Command again = storage("backup", "--to", place.toString());
        assertThat(again.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(again.errorLines())
                .containsExactly(
                        "evalstream: " + place + " holds a backup already; name another place");

        Command restored = storage("restore", "--from", place.toString());
        assertThat(restored.code()).as(restored.errors()).isEqualTo(ExitCode.PASS);
        assertThat(restored.out()).contains("equal to what was backed up");
    }

    @Test
    void aBackupInABucketIsReachedWithItsKeys() throws Exception {
        storage("migrate");
        Files.createDirectories(directory.resolve("s3/backups"));
        Path secret = Files.writeString(directory.resolve("secret"), "evalstream-local\n");
        try (EmbeddedObjectStore store = EmbeddedObjectStore.start(directory.resolve("s3"), 0)) {
            String[] keys = {
                "--s3-endpoint",
                store.endpoint() + "/",
                "--s3-access-key",
                EmbeddedObjectStore.ACCESS_KEY,
                "--s3-secret-key-file",
                secret.toString()
            };
            for (String[] command :
                    List.of(
                            new String[] {"backup", "--to", "s3://backups/2026/monday/"},
                            new String[] {"restore", "--from", "s3://backups/2026/monday"})) {
                List<String> options = new ArrayList<>(List.of(command[1], command[2]));
                options.addAll(List.of(keys));
                Command done = storage(command[0], options.toArray(String[]::new));
                assertThat(done.code()).as(done.errors()).isEqualTo(ExitCode.PASS);
            }
            Command wrong =
                    storage(
                            "backup",
                            "--to",
                            "s3://backups/other",
                            "--s3-endpoint",
                            store.endpoint(),
                            "--s3-access-key",
                            "evalstream");
            assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
            assertThat(wrong.fault()).contains("--s3-access-key and --s3-secret-key-file together");
        }
        assertThat(directory.resolve("s3/backups/2026/monday/.backup")).exists();
    }

    @Test
    void everyQueryOfTheDashboardsIsMeasured() {
        Command measured = Command.run("storage", "measure", "--rows", "50000", "--days", "100");
        assertThat(measured.code()).as(measured.errors()).isEqualTo(ExitCode.PASS);
        assertThat(measured.out())
                .contains("LLM quality overview", "LLM run")
                .containsPattern(" ms +5\\d,\\d{3} rows read  panel Results per release");
    }

    @Test
    void whatCannotBeIsOneLineWithACode() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "sesame\n");
        Path config = config("retention.samples: 6 h\n");
        record Case(int code, String fault, List<String> arguments) {}
        for (Case one :
                List.of(
                        new Case(ExitCode.USAGE, "name what to do", List.of()),
                        new Case(
                                ExitCode.USAGE,
                                "give either --clickhouse-url or --data",
                                List.of("migrate")),
                        new Case(
                                ExitCode.USAGE,
                                "there is no backup in the directory nowhere",
                                List.of("restore", "--data", "x", "--from", "nowhere")),
                        new Case(
                                ExitCode.USAGE,
                                "--rows is at least",
                                List.of("measure", "--rows", "1")),
                        new Case(
                                ExitCode.BAD_INPUT,
                                "config.yaml:1: retention.samples: '6 h' is not a value of it;"
                                        + " write one such as 90 d",
                                List.of("migrate", "--data", "x", "--config", config.toString())),
                        new Case(
                                ExitCode.UNAVAILABLE,
                                "no ClickHouse answers at http://127.0.0.1:1",
                                List.of(
                                        "migrate",
                                        "--clickhouse-url",
                                        "http://127.0.0.1:1",
                                        "--clickhouse-password-file",
                                        secret.toString())))) {
            List<String> arguments = new ArrayList<>(List.of("storage"));
            arguments.addAll(one.arguments());
            Command command = Command.run(arguments.toArray(String[]::new));
            assertThat(command.code()).as(command.errors()).isEqualTo(one.code());
            assertThat(command.fault()).contains(one.fault());
            assertThat(command.errors()).doesNotContain("sesame");
        }
    }
}
