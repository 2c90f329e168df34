package io.evalstream.cli;

import picocli.CommandLine.Option;

/** The ports of the stack; 0 picks a free one. */
final class Ports {

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Kafka; 0 for a free port.")
    int kafka;

    @Option(
            names = "--clickhouse-port",
            paramLabel = "PORT",
            description = "ClickHouse HTTP; 0 for a free port.")
    int clickhouse;

    @Option(names = "--s3-port", paramLabel = "PORT", description = "S3; 0 for a free port.")
    int s3;

    @Option(
            names = "--flink-port",
            paramLabel = "PORT",
            description = "Flink REST and web page; 0 for a free port.")
    int flink;

    @Option(
            names = "--teams-port",
            paramLabel = "PORT",
            description = "Recorder of Teams cards; 0 for a free port.")
    int teams;
}
