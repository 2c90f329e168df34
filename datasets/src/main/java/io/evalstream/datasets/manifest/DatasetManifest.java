package io.evalstream.datasets.manifest;

import io.evalstream.datasets.DataFormat;
import io.evalstream.datasets.DatasetFiles;
import io.evalstream.datasets.FieldMapping;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a suite is made of and how it is treated.
 *
 * @param name of the suite, in lower case with hyphens
 * @param version of its content; other bytes are another version
 * @param description one sentence
 * @param licence an SPDX identifier, or a sentence where there is none
 * @param priority of two duplicates the one of the suite with the smaller number is kept
 * @param protect whether items are never removed, only reported
 * @param bucket where its versions are kept
 * @param format of the files; empty where their names and content tell it
 * @param mapping of the fields; empty where the shapes of the records tell it
 * @param files in the order in which items are numbered, at least one
 */
public record DatasetManifest(
        String name,
        String version,
        String description,
        String licence,
        int priority,
        boolean protect,
        String bucket,
        Optional<DataFormat> format,
        Optional<FieldMapping> mapping,
        List<ManifestFile> files) {

    public DatasetManifest {
        files = List.copyOf(files);
    }

    /** Where a version of the suite is kept in the bucket. */
    public String objectPrefix() {
        return name + "/" + version;
    }

    /**
     * The files below a data folder, ready to be read; their bytes are not checked.
     *
     * @see ManifestCheck#check
     */
    public DatasetFiles in(Path dataFolder) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (ManifestFile file : files) {
            paths.add(dataFolder.resolve(file.path()));
        }
        DatasetFiles found = DatasetFiles.of(paths);
        if (format.isPresent()) {
            found = found.readAs(format.get());
        }
        return mapping.isPresent() ? found.mappedBy(mapping.get()) : found;
    }
}
