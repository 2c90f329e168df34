package io.evalstream.cli;

import io.evalstream.embedded.EmbeddedObjectStore;
import io.evalstream.readers.BadInputException;
import io.evalstream.sql.BackupPlace;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a backup's place in S3 is reached. */
final class BackupOptions {

    /** What a backup in a directory of this machine is called there. */
    private static final String BUCKET = "vllm-eval-backup";

    private static final Pattern S3 = Pattern.compile("s3://([^/]+)/(.*[^/])/*");

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            defaultValue = "https://s3.amazonaws.com",
            description = "Where the S3 of s3:// is. Default: https://s3.amazonaws.com.")
    private String endpoint;

    @Option(
            names = "--s3-access-key",
            paramLabel = "KEY",
            defaultValue = "",
            description = "Access key. Default: what ClickHouse has itself.")
    private String accessKey;

    @Option(
            names = "--s3-secret-key-file",
            paramLabel = "FILE",
            description = "File whose first line is the secret key.")
    private Path secretKeyFile;

    /**
     * @throws UsageException when a source that is a directory holds no backup
     */
    static void requireDirectory(String source) {
        if (!isRemote(source) && !Files.isDirectory(Path.of(source, BUCKET))) {
            throw new UsageException("there is no backup in the directory " + source);
        }
    }

    private static boolean isRemote(String place) {
        return place.startsWith("s3://");
    }

    /** What is done with a place. */
    interface Work {
        void at(BackupPlace place) throws Exception;
    }

    /**
     * Works at {@code s3://BUCKET/PATH} or in a directory of this machine. ClickHouse may write to
     * files only where its configuration says so; it is given the directory as an S3 of its own.
     */
    void with(String place, StorageEngine engine, Work work) throws Exception {
        if (isRemote(place)) {
            work.at(remote(place));
            return;
        }
        if (!engine.isOnThisMachine()) {
            throw new UsageException(
                    "a ClickHouse on another machine cannot reach the directory "
                            + place
                            + "; name a place as s3://BUCKET/PATH");
        }
        Path directory = Path.of(place).toAbsolutePath().normalize();
        Files.createDirectories(directory.resolve(BUCKET));
        try (EmbeddedObjectStore store = EmbeddedObjectStore.start(directory, 0)) {
            work.at(
                    new BackupPlace(
                            place,
                            store.endpoint() + "/" + BUCKET + "/vllm_eval",
                            EmbeddedObjectStore.ACCESS_KEY,
                            EmbeddedObjectStore.SECRET_KEY));
        }
    }

    private BackupPlace remote(String place) throws IOException, BadInputException {
        Matcher matcher = S3.matcher(place);
        if (!matcher.matches()) {
            throw new UsageException(place + " is no place in S3; write s3://BUCKET/PATH");
        }
        if (accessKey.isEmpty() != (secretKeyFile == null)) {
            throw new UsageException("give --s3-access-key and --s3-secret-key-file together");
        }
        return new BackupPlace(
                place,
                endpoint.replaceAll("/+$", "") + "/" + matcher.group(1) + "/" + matcher.group(2),
                accessKey,
                secretKeyFile == null ? "" : StorageOptions.secret(secretKeyFile));
    }
}
