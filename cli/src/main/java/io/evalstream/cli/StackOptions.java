package io.evalstream.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What every command that judges runs of the user lets the user choose about its stack. */
final class StackOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Flink-style YAML with options of the quality job.")
    private Path config;

    @Option(
            names = "--clickhouse-url",
            paramLabel = "URL",
            description = "Use this ClickHouse, as its user default, instead of starting one.")
    private URI clickhouseUrl;

    @Mixin private Ports ports;

    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    Optional<URI> clickhouseUrl() {
        return Optional.ofNullable(clickhouseUrl);
    }

    Ports ports() {
        return ports;
    }
}
