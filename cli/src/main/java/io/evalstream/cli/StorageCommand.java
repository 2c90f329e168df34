package io.evalstream.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Looks after the database: schema, retention, backups, and how long dashboards take. */
@Command(
        name = "storage",
        mixinStandardHelpOptions = true,
        description = "Looks after the database in ClickHouse.",
        subcommands = {
            StorageMigrateCommand.class,
            StorageBackupCommand.class,
            StorageRestoreCommand.class,
            StorageMeasureCommand.class
        })
final class StorageCommand implements Runnable {

    @ParentCommand private Evalstream root;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "name what to do: migrate, backup, restore or measure");
    }

    boolean verbose() {
        return root.verbose;
    }
}
