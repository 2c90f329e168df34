package io.evalstream.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret that deliveries to a stack are signed with, readable by its user alone. */
final class WebhookSecretFile {

    private static final String NAME = "webhook-secret";
    private static final int BYTES = 32;

    private WebhookSecretFile() {}

    /** Where the secret of a stack is, whether it is there or not. */
    static Path in(Path data) {
        return data.resolve(NAME);
    }

    /** The secret of a data directory, made at random where there is none. */
    static Path ensure(Path data) throws IOException {
        Path file = in(data);
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(secret) + "\n");
        } catch (FileAlreadyExistsException e) {
            if (Files.size(file) == 0) {
                Files.writeString(file, HexFormat.of().formatHex(secret) + "\n");
            }
        }
        return file;
    }
}
