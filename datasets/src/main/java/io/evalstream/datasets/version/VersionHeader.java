package io.evalstream.datasets.version;

import io.evalstream.datasets.FieldMapping;
import io.evalstream.datasets.manifest.DatasetManifest;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a version before its first record.
 *
 * @param name of the suite
 * @param version of its content
 * @param licence an SPDX identifier or a sentence
 * @param priority of two duplicates the one of the suite with the smaller number is kept
 * @param protect whether items are never removed, only reported
 * @param mapping of the records; empty where their shapes tell it
 * @param madeFrom digests or sentences that say what it was made from, in order
 */
public record VersionHeader(
        String name,
        String version,
        String licence,
        int priority,
        boolean protect,
        Optional<FieldMapping> mapping,
        List<String> madeFrom) {

    public VersionHeader {
        madeFrom = List.copyOf(madeFrom);
    }

    /** The next version of a suite, made from the files of its manifest. */
    public static VersionHeader of(
            DatasetManifest manifest, String version, List<String> madeFrom) {
        return new VersionHeader(
                manifest.name(),
                version,
                manifest.licence(),
                manifest.priority(),
                manifest.protect(),
                manifest.mapping().map(FieldMapping::ofRecords),
                madeFrom);
    }

    /** Folder of the version in the bucket. */
    public String objectPrefix() {
        return name + "/" + version;
    }
}
