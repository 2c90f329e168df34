package io.evalstream.cli.dedup;

import io.evalstream.datasets.DatasetFiles;
import io.evalstream.datasets.manifest.DatasetManifest;
import io.evalstream.datasets.manifest.ManifestFile;
import io.evalstream.datasets.manifest.ManifestReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Recognises datasets that have a manifest by the bytes of their files, wherever they lie. */
public final class KnownDatasets {

    /** Comes after every priority a manifest can have. */
    private static final int UNKNOWN = 1_000_000;

    private final Map<String, DatasetManifest> bySha256 = new HashMap<>();

    private KnownDatasets() {}

    /**
     * @param folder of manifests; need not be there
     * @param files more manifests, which count more than those of the folder
     * @throws io.evalstream.datasets.BadDatasetException when one is faulty; it names the field
     */
    public static KnownDatasets read(Path folder, List<Path> files) throws IOException {
        List<DatasetManifest> manifests = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            manifests.addAll(ManifestReader.readFolder(folder));
        }
        for (Path file : files) {
            manifests.add(ManifestReader.read(file));
        }
        KnownDatasets known = new KnownDatasets();
        for (DatasetManifest manifest : manifests) {
            for (ManifestFile file : manifest.files()) {
                known.bySha256.put(file.sha256(), manifest);
            }
        }
        return known;
    }

    /**
     * A suite as its manifest says, if all of its files are of one.
     *
     * @param isProtected whether it is protected whatever a manifest says
     * @param protectsKnown whether its manifest can protect it
     */
    public SuiteSource source(
            String name, DatasetFiles given, boolean isProtected, boolean protectsKnown)
            throws IOException {
        List<InputFile> digests = FileDigest.all(given.files());
        DatasetManifest manifest = manifest(digests);
        boolean isSafe = isProtected || protectsKnown && manifest != null && manifest.protect();
        int priority = manifest == null ? UNKNOWN : manifest.priority();
        DatasetFiles files = given;
        if (manifest != null && manifest.format().isPresent()) {
            files = files.readAs(manifest.format().get());
        }
        if (manifest != null && manifest.mapping().isPresent()) {
            files = files.mappedBy(manifest.mapping().get());
        }
        // What cannot be removed is kept rather than what can.
        return new SuiteSource(
                name,
                files,
                digests,
                isSafe ? priority : priority + UNKNOWN + 1,
                files != given,
                isSafe);
    }

    private DatasetManifest manifest(List<InputFile> digests) {
        DatasetManifest first = bySha256.get(digests.get(0).sha256());
        for (InputFile digest : digests) {
            DatasetManifest manifest = bySha256.get(digest.sha256());
            if (manifest == null || !manifest.equals(first)) {
                return null;
            }
        }
        return first;
    }
}
