package io.evalstream.datasets.manifest;

import io.evalstream.datasets.BadDatasetException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Compares the files of a suite with its manifest, byte by byte. */
public final class ManifestCheck {

    private ManifestCheck() {}

    /**
     * Reads all files of a suite.
     *
     * @throws BadDatasetException when one is missing, cut or changed
     */
    public static void check(DatasetManifest manifest, Path dataFolder) throws IOException {
        for (ManifestFile expected : manifest.files()) {
            check(expected, dataFolder.resolve(expected.path()));
        }
    }

    private static void check(ManifestFile expected, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw bad(file, "no such file", "put it there", expected);
        }
        long size = Files.size(file);
        if (size != expected.size()) {
            String what = size < expected.size() ? "is cut or changed" : "is changed";
            throw bad(
                    file,
                    what + ": expected " + expected.size() + " bytes, found " + size,
                    "copy it again",
                    expected);
        }
        String found = sha256(file);
        if (!found.equals(expected.sha256())) {
            throw bad(
                    file,
                    "is changed: expected sha256 " + expected.sha256() + ", found " + found,
                    "copy it again, or give it a manifest with another version",
                    expected);
        }
    }

    private static BadDatasetException bad(
            Path file, String problem, String remedy, ManifestFile expected) {
        String from = expected.source().isEmpty() ? "" : ", from " + expected.source();
        return new BadDatasetException(file, 0, "", problem, remedy + from);
    }

    /** The digest of a file in lower case hexadecimal. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
