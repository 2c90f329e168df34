package io.evalstream.cli;

import io.evalstream.sql.Backup;
import io.evalstream.sql.TableDigest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Backs the database up, while it is in use. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description =
                "Copies the database with ClickHouse's BACKUP, reads the copy back, and lists"
                        + " beside it what is in it. Works while the database is in use.")
final class StorageBackupCommand implements Callable<Integer> {

    @Mixin private StorageOptions chosen;

    @Mixin private BackupOptions s3;

    @Option(
            names = "--to",
            paramLabel = "DEST",
            required = true,
            description = "s3://BUCKET/PATH, or a directory when ClickHouse is on this machine.")
    private String destination;

    @Override
    public Integer call() throws Exception {
        Console console = Console.standard();
        try (StorageEngine engine = StorageEngine.open(chosen, console::line)) {
            s3.with(
                    destination,
                    engine,
                    place -> print(console, "backed up", Backup.take(engine.client(), place)));
        }
        console.result("backup in " + destination);
        return ExitCode.PASS;
    }

    static void print(Console console, String done, List<TableDigest> tables) {
        for (TableDigest table : tables) {
            console.result(
                    String.format(
                            Locale.ROOT,
                            "%s %,d rows of %s, hash %016x",
                            done,
                            table.rows(),
                            table.table(),
                            table.hash()));
        }
    }
}
