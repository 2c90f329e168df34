package io.evalstream.cli.dedup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The SHA-256 of files, as {@code sha256sum} gives it. */
final class FileDigest {

    private static final int BUFFER = 1 << 16;

    private FileDigest() {}

    /** The files as they are named, in their order. */
    static List<InputFile> all(List<Path> files) throws IOException {
        List<InputFile> digests = new ArrayList<>();
        for (Path file : files) {
            digests.add(of(file, file.toString()));
        }
        return digests;
    }

    /** A file under another name. */
    static InputFile of(Path file, String name) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try (InputStream stream = Files.newInputStream(file)) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
            }
        }
        return new InputFile(name, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
