package io.evalstream.jobs.snapshot;

import io.evalstream.datasets.version.VersionManifest;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Publishes versions that never change: a second snapshot of a day is welcome when it is the same,
 * and refused when it is another.
 */
final class VersionPublisher {

    private VersionPublisher() {}

    /**
     * Writes the data and then the manifest, without which a version is not there; what an
     * interrupted job has left is replaced.
     *
     * @throws SnapshotException when there is another version of that day
     * @throws IOException when the folder cannot be read or written
     */
    static void publish(DatasetFolder folder, SnapshotVersion version) throws IOException {
        String manifest = version.folder() + "/" + VersionManifest.NAME;
        Optional<byte[]> there = folder.read(manifest);
        if (there.isEmpty()) {
            String data = version.folder() + "/" + VersionManifest.DATA;
            folder.write(data, version.data());
            folder.write(manifest, version.manifest());
        } else if (!Arrays.equals(there.get(), version.manifest())) {
            throw new SnapshotException(
                    folder.describe(manifest)
                            + ": there is another snapshot of that day, and versions never change;"
                            + " give this one another name");
        }
    }
}
