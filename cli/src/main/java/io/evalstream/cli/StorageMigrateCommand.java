package io.evalstream.cli;

import io.evalstream.sql.Migrations;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Brings the schema up to date and applies the configured retention. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Applies the migrations that are missing and the retention that --config names, and"
                    + " prints what it has changed. Safe to repeat, and while others do the same."
        })
final class StorageMigrateCommand implements Callable<Integer> {

    @Mixin private StorageOptions chosen;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML with options of the quality job; the ones of retention apply.")
    private Path config;

    @Override
    public Integer call() throws Exception {
        Console console = Console.standard();
        Configuration options = JobConfiguration.read(Optional.ofNullable(config));
        try (StorageEngine engine = StorageEngine.open(chosen, console::line)) {
            List<String> applied = Migrations.apply(engine.client());
            List<String> changed = ConfiguredRetention.of(options).apply(engine.client());
            applied.forEach(name -> console.result("applied " + name));
            changed.forEach(console::result);
            if (applied.isEmpty() && changed.isEmpty()) {
                console.result("nothing to do: " + Migrations.DATABASE + " is up to date");
            }
        }
        return ExitCode.PASS;
    }
}
