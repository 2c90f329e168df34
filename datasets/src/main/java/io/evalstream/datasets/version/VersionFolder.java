package io.evalstream.datasets.version;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

import io.evalstream.datasets.BadDatasetException;
import io.evalstream.datasets.DataFormat;
import io.evalstream.datasets.DatasetFiles;
import io.evalstream.datasets.DatasetItem;
import io.evalstream.datasets.manifest.ManifestCheck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;

/** Versions below a local folder, laid out as in a bucket; none is ever changed. */
public final class VersionFolder {

    private final Path root;

    public VersionFolder(Path root) {
        this.root = root;
    }

    /**
     * Writes a version, or finds that it is there already with the same records.
     *
     * @throws BadDatasetException when it is there with other records
     */
    public VersionManifest write(VersionHeader header, Iterator<DatasetItem> items)
            throws IOException {
        Path folder = root.resolve(header.objectPrefix());
        Files.createDirectories(folder);
        Path data = folder.resolve(VersionManifest.DATA);
        Path unfinished = Files.createTempFile(folder, ".data-", ".zst");
        try {
            VersionManifest manifest;
            try (VersionWriter writer =
                    new VersionWriter(header, Files.newOutputStream(unfinished))) {
                while (items.hasNext()) {
                    writer.add(items.next());
                }
                manifest = writer.finish();
            }
            if (Files.exists(folder.resolve(VersionManifest.NAME))) {
                return unchanged(manifest);
            }
            Files.move(unfinished, data, StandardCopyOption.REPLACE_EXISTING);
            // The manifest last: a version is there when it has one.
            Path text = Files.createTempFile(folder, ".manifest-", ".json");
            Files.write(text, manifest.toBytes());
            Files.move(text, folder.resolve(VersionManifest.NAME), StandardCopyOption.ATOMIC_MOVE);
            return manifest;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private VersionManifest unchanged(VersionManifest written) throws IOException {
        VersionHeader header = written.header();
        VersionManifest there = manifest(header.name(), header.version());
        if (!there.sha256().equals(written.sha256())) {
            throw new BadDatasetException(
                    root.resolve(header.objectPrefix()),
                    0,
                    "",
                    "the version is there with other records (sha256 "
                            + there.sha256()
                            + ", now "
                            + written.sha256()
                            + ")",
                    "give it a new version, versions do not change");
        }
        return there;
    }

    /**
     * The manifest of a version.
     *
     * @throws BadDatasetException when there is no such version
     */
    public VersionManifest manifest(String name, String version) throws IOException {
        Path file = root.resolve(name).resolve(version).resolve(VersionManifest.NAME);
        try {
            return VersionManifest.of(Files.readAllBytes(file), file);
        } catch (NoSuchFileException e) {
            throw new BadDatasetException(
                    file, 0, "", "no such version of a dataset", "check the name and the version");
        }
    }

    /**
     * The records of a version, after all its bytes were compared with its manifest.
     *
     * @throws BadDatasetException when it is missing, cut or changed
     */
    public DatasetFiles open(String name, String version) throws IOException {
        VersionManifest manifest = manifest(name, version);
        Path data = root.resolve(name).resolve(version).resolve(VersionManifest.DATA);
        if (!Files.isRegularFile(data)) {
            throw new BadDatasetException(data, 0, "", "no such file", "copy the version again");
        }
        String found = ManifestCheck.sha256(data);
        if (!found.equals(manifest.compressedSha256())) {
            throw new BadDatasetException(
                    data,
                    0,
                    "",
                    "is cut or changed: expected sha256 "
                            + manifest.compressedSha256()
                            + ", found "
                            + found,
                    "copy the version again");
        }
        String lines = sha256OfLines(data);
        if (!lines.equals(manifest.sha256())) {
            throw new BadDatasetException(
                    data,
                    0,
                    "",
                    "the lines have sha256 " + lines + ", expected " + manifest.sha256(),
                    "copy the version again");
        }
        DatasetFiles files = DatasetFiles.of(data).readAs(DataFormat.JSONL);
        return manifest.header().mapping().map(files::mappedBy).orElse(files);
    }

    private static String sha256OfLines(Path data) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = new ZstdInputStreamNoFinalizer(Files.newInputStream(data))) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
