package io.evalstream.cli;

import io.evalstream.sql.Backup;
import io.evalstream.sql.Migrations;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** Restores a backup and brings it to the schema of this program. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description =
                "Restores a backup into a ClickHouse that has no rows of ours, compares every table"
                        + " with the list of the backup, and applies newer migrations.")
final class StorageRestoreCommand implements Callable<Integer> {

    @Mixin private StorageOptions chosen;

    @Mixin private BackupOptions s3;

    @Option(
            names = "--from",
            paramLabel = "SRC",
            required = true,
            description = "What --to was given: s3://BUCKET/PATH or a directory.")
    private String source;

    @Override
    public Integer call() throws Exception {
        BackupOptions.requireDirectory(source);
        Console console = Console.standard();
        try (StorageEngine engine = StorageEngine.open(chosen, console::line)) {
            s3.with(
                    source,
                    engine,
                    place ->
                            StorageBackupCommand.print(
                                    console, "restored", Backup.restore(engine.client(), place)));
            Migrations.apply(engine.client()).forEach(name -> console.result("applied " + name));
        }
        console.result("restored from " + source + ", equal to what was backed up");
        return ExitCode.PASS;
    }
}
