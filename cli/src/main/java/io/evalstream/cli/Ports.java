package io.evalstream.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The ports of the stack; 0 picks a free one. */
final class Ports {

    private static final int HIGHEST = 65_535;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            converter = Converter.class,
            description = "Kafka; 0 for a free port.")
    int kafka;

    @Option(
            names = "--clickhouse-port",
            paramLabel = "PORT",
            converter = Converter.class,
            description = "ClickHouse HTTP; 0 for a free port.")
    int clickhouse;

    @Option(
            names = "--s3-port",
            paramLabel = "PORT",
            converter = Converter.class,
            description = "S3; 0 for a free port.")
    int s3;

    @Option(
            names = "--flink-port",
            paramLabel = "PORT",
            converter = Converter.class,
            description = "Flink REST and web page; 0 for a free port.")
    int flink;

    @Option(
            names = "--teams-port",
            paramLabel = "PORT",
            converter = Converter.class,
            description = "Recorder of Teams cards; 0 for a free port.")
    int teams;

    /** Reads a port number, so that a wrong one is told before anything is started. */
    static final class Converter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                int port = Integer.parseInt(value);
                if (port >= 0 && port <= HIGHEST) {
                    return port;
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException(value + " is not a port number");
            }
            throw new TypeConversionException(value + " is not in 0.." + HIGHEST);
        }
    }
}
