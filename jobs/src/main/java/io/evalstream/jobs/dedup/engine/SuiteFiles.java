package io.evalstream.jobs.dedup.engine;

import io.evalstream.datasets.ComparedText;
import io.evalstream.datasets.DatasetFiles;
import io.evalstream.datasets.DatasetItem;
import io.evalstream.datasets.DatasetReader;
import io.evalstream.datasets.LineRange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The suites of a search as files: how they are cut into splits, and how a split is read. */
public final class SuiteFiles implements ItemReader {
    private static final long serialVersionUID = 1L;

    /** What one split holds at least, in bytes: some thousand items. */
    public static final long SPLIT_BYTES = 4L << 20;

    private final boolean withContext;

    /**
     * @param withContext whether the context of an item is part of its text
     */
    public SuiteFiles(boolean withContext) {
        this.withContext = withContext;
    }

    /**
     * Cuts suites into splits.
     *
     * <p>Where a suite is cut depends on nothing but its files, so that documents have the same
     * order whatever the parallelism.
     *
     * @return in the order of their numbers: by priority, then as suites and files were given
     * @throws IOException when a file is missing; the message names it
     */
    public static List<DataSplit> split(List<Suite> suites, long bytes) throws IOException {
        return split(suites, bytes, path -> null);
    }

    /** Finds what is at a path that is no file. */
    @FunctionalInterface
    public interface Objects {

        /** The objects at a path, each one split; null where the path is one of files. */
        List<String> at(String path) throws IOException;
    }

    /** The same for suites that are not in files alone. */
    public static List<DataSplit> split(List<Suite> suites, long bytes, Objects objects)
            throws IOException {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < suites.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingInt(i -> suites.get(i).priority()));
        List<DataSplit> splits = new ArrayList<>();
        for (int suite : order) {
            for (String path : suites.get(suite).files()) {
                List<String> found = objects.at(path);
                if (found != null) {
                    for (String object : found) {
                        splits.add(new DataSplit(splits.size(), suite, object, 0, DataSplit.WHOLE));
                    }
                    continue;
                }
                for (Path file : DatasetFiles.of(Path.of(path)).files()) {
                    split(suite, file, bytes, splits);
                }
            }
        }
        return splits;
    }

    private static void split(int suite, Path file, long bytes, List<DataSplit> splits)
            throws IOException {
        List<Long> cuts = LineRange.cuts(file, bytes);
        if (cuts == null) {
            splits.add(new DataSplit(splits.size(), suite, file.toString(), 0, DataSplit.WHOLE));
            return;
        }
        for (int i = 0; i + 1 < cuts.size(); i++) {
            splits.add(
                    new DataSplit(
                            splits.size(), suite, file.toString(), cuts.get(i), cuts.get(i + 1)));
        }
    }

    @Override
    public void read(DataSplit split, ItemConsumer items) throws IOException {
        Path file = Path.of(split.file());
        ComparedText item = new ComparedText();
        if (split.to() == DataSplit.WHOLE) {
            try (DatasetReader reader = DatasetFiles.of(file).open()) {
                while (reader.nextText(withContext, item)) {
                    items.accept(item);
                }
            }
            return;
        }
        try (LineRange lines = LineRange.open(file, split.from(), split.to(), null)) {
            while (lines.nextText(withContext, item)) {
                items.accept(item);
            }
        }
    }

    @Override
    public void records(Suite suite, RecordConsumer records) throws IOException {
        for (String path : suite.files()) {
            try (DatasetReader reader = DatasetFiles.of(Path.of(path)).open()) {
                for (DatasetItem item = reader.next(); item != null; item = reader.next()) {
                    records.accept(item.raw());
                }
            }
        }
    }
}
