package io.evalstream.jobs.dedup;

import io.evalstream.datasets.BadDatasetException;
import io.evalstream.jobs.dedup.engine.DataSplit;
import io.evalstream.jobs.dedup.engine.ItemReader;
import io.evalstream.jobs.dedup.engine.Suite;
import io.evalstream.jobs.dedup.engine.SuiteFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads suites in buckets, and those in files as they are.
 *
 * <p>An object is copied to a file of the machine that reads it and removed when it is read; one
 * object is one split.
 */
record BucketFiles(DatasetBucket bucket, SuiteFiles files) implements ItemReader {

    @Override
    public void read(DataSplit split, ItemConsumer items) throws IOException {
        if (!split.file().startsWith(DatasetBucket.SCHEME)) {
            files.read(split, items);
            return;
        }
        staged(
                split.file(),
                copy ->
                        files.read(
                                new DataSplit(
                                        split.number(),
                                        split.suite(),
                                        copy.toString(),
                                        0,
                                        DataSplit.WHOLE),
                                items));
    }

    @Override
    public void records(Suite suite, RecordConsumer records) throws IOException {
        for (String path : suite.files()) {
            if (!path.startsWith(DatasetBucket.SCHEME)) {
                files.records(only(suite, path), records);
                continue;
            }
            for (String object : bucket.list(path)) {
                staged(object, copy -> files.records(only(suite, copy.toString()), records));
            }
        }
    }

    private static Suite only(Suite suite, String file) {
        return new Suite(suite.name(), List.of(file), suite.priority(), suite.isProtected());
    }

    /** What is done with a copy. */
    @FunctionalInterface
    private interface Use {
        void of(Path copy) throws IOException;
    }

    private void staged(String object, Use use) throws IOException {
        Path folder = Files.createTempDirectory("evalstream-suite-");
        Path copy = folder.resolve(object.substring(object.lastIndexOf('/') + 1));
        try {
            bucket.download(object, copy);
            use.of(copy);
        } catch (BadDatasetException e) {
            String line = e.line() > 0 ? ":" + e.line() : "";
            String field = e.field().isEmpty() ? "" : e.field() + ": ";
            throw new IOException(
                    object + line + ": " + field + e.problem() + "; " + e.remedy(), e);
        } finally {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(folder);
        }
    }
}
