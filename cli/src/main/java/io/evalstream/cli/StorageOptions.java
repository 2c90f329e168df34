package io.evalstream.cli;

import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.readers.BadInputException;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which ClickHouse a storage command works on. */
final class StorageOptions {

    @Option(
            names = "--clickhouse-url",
            paramLabel = "URL",
            description = "HTTP address of the ClickHouse, as up prints it.")
    private URI clickhouseUrl;

    @Option(
            names = "--clickhouse-user",
            paramLabel = "USER",
            description = "Who we are there. Default: default.")
    private String user = "default";

    @Option(
            names = "--clickhouse-password-file",
            paramLabel = "FILE",
            description = "File whose first line is the password. Default: no password.")
    private Path passwordFile;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data of an up that does not run now, instead of an address.")
    private Path data;

    Optional<URI> clickhouseUrl() {
        return Optional.ofNullable(clickhouseUrl);
    }

    Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    /** The endpoint at an address, with the user that was given. */
    ClickHouseEndpoint endpoint(URI url) throws IOException, BadInputException {
        // Not in the database of the tables, which may not be there.
        return new ClickHouseEndpoint(
                url.toString(), "default", user, passwordFile == null ? "" : secret(passwordFile));
    }

    /**
     * @return the first line of a file
     * @throws BadInputException when there is none
     */
    static String secret(Path file) throws IOException, BadInputException {
        if (!Files.isReadable(file)) {
            throw new BadInputException(file, 0, "", "cannot be read", "check the path");
        }
        return Files.readString(file)
                .lines()
                .findFirst()
                .map(String::strip)
                .orElseThrow(
                        () ->
                                new BadInputException(
                                        file, 0, "", "is empty", "write the secret on one line"));
    }
}
