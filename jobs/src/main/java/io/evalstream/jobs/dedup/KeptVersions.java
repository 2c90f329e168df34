package io.evalstream.jobs.dedup;

import io.evalstream.datasets.version.VersionHeader;
import io.evalstream.datasets.version.VersionManifest;
import io.evalstream.datasets.version.VersionWriter;
import io.evalstream.jobs.dedup.engine.Suite;

import org.apache.flink.configuration.ReadableConfig;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Kept items as versions of datasets in a bucket; none is ever changed.
 *
 * @param root {@code s3://bucket/}
 */
record KeptVersions(DatasetBucket bucket, String root, String version, String licence)
        implements KeptOutput {

    /**
     * @throws IllegalArgumentException when the options name no version
     */
    static KeptVersions of(ReadableConfig options) {
        String version = options.get(DedupOptions.OUTPUT_VERSION);
        if (!version.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    DedupOptions.OUTPUT_VERSION.key()
                            + ": '"
                            + version
                            + "' is no version; write one such as 2026-01-31");
        }
        return new KeptVersions(
                DatasetBucket.of(options),
                DatasetBucket.SCHEME + options.get(DedupOptions.OUTPUT_BUCKET) + "/",
                version,
                options.get(DedupOptions.OUTPUT_LICENCE));
    }

    @Override
    public Records begin(Suite suite) throws IOException {
        VersionHeader header =
                new VersionHeader(
                        suite.name(),
                        version,
                        licence,
                        suite.priority(),
                        suite.isProtected(),
                        Optional.empty(),
                        suite.files());
        return new Version(header, Files.createTempDirectory("evalstream-version-"));
    }

    /** The records of one suite. */
    private final class Version implements Records {

        private final VersionHeader header;
        private final Path folder;
        private final Path data;
        private final VersionWriter writer;

        Version(VersionHeader header, Path folder) throws IOException {
            this.header = header;
            this.folder = folder;
            this.data = folder.resolve(VersionManifest.DATA);
            this.writer =
                    new VersionWriter(
                            header, new BufferedOutputStream(Files.newOutputStream(data)));
        }

        @Override
        public void add(byte[] record) throws IOException {
            writer.add(record);
        }

        @Override
        public void finish() throws IOException {
            VersionManifest manifest = writer.finish();
            String place = root + header.objectPrefix() + "/";
            Optional<byte[]> there = bucket.read(place + VersionManifest.NAME);
            if (there.isPresent()) {
                requireSame(manifest, VersionManifest.of(there.get(), Path.of(place)), place);
                return;
            }
            Path text = folder.resolve(VersionManifest.NAME);
            Files.write(text, manifest.toBytes());
            bucket.upload(data, place + VersionManifest.DATA);
            // The manifest last: a version is there when it has one.
            bucket.upload(text, place + VersionManifest.NAME);
        }

        private static void requireSame(VersionManifest now, VersionManifest there, String place)
                throws IOException {
            if (!there.sha256().equals(now.sha256())) {
                throw new IOException(
                        place
                                + ": the version is there with other records (sha256 "
                                + there.sha256()
                                + ", now "
                                + now.sha256()
                                + "); give it a new version, versions do not change");
            }
        }

        @Override
        public void close() throws IOException {
            writer.close();
            Files.deleteIfExists(data);
            Files.deleteIfExists(folder.resolve(VersionManifest.NAME));
            Files.deleteIfExists(folder);
        }
    }
}
