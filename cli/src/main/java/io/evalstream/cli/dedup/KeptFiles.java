package io.evalstream.cli.dedup;

import io.evalstream.datasets.DatasetItem;
import io.evalstream.datasets.DatasetReader;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the items of suites that were not removed: each record as it came, one a line. */
final class KeptFiles {

    private static final int BUFFER = 1 << 16;

    private KeptFiles() {}

    /** Reads every suite once more, one item in memory at a time. */
    static void write(List<SuiteSource> sources, List<Finding> findings, DedupDirectory directory)
            throws IOException {
        Map<String, List<Long>> removed = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.action() == Finding.Action.REMOVED) {
                removed.computeIfAbsent(finding.suite(), suite -> new ArrayList<>())
                        .add(finding.row());
            }
        }
        for (SuiteSource source : sources) {
            long[] rows =
                    removed.getOrDefault(source.name(), List.of()).stream()
                            .mapToLong(Long::longValue)
                            .sorted()
                            .toArray();
            write(source, rows, directory);
        }
    }

    private static void write(SuiteSource source, long[] removed, DedupDirectory directory)
            throws IOException {
        int next = 0;
        try (DatasetReader reader = source.files().open();
                OutputStream file =
                        new BufferedOutputStream(
                                Files.newOutputStream(directory.keptFile(source.name())), BUFFER)) {
            for (DatasetItem item = reader.next(); item != null; item = reader.next()) {
                if (next < removed.length && removed[next] == item.row()) {
                    next++;
                    continue;
                }
                file.write(item.raw());
                file.write('\n');
            }
        }
    }
}
