package io.evalstream.jobs.snapshot;

import io.evalstream.datasets.BadDatasetException;
import io.evalstream.datasets.InputBytes;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the lines of files, also of {@code .gz} and {@code .zst}; empty lines are none.
 *
 * <p>Of a line that is longer than any query only so much is kept that it is seen to be too long.
 */
final class ReadFiles implements FlatMapFunction<QueryFile, QueryRecord> {
    private static final long serialVersionUID = 1L;

    private static final int BUFFER = 1 << 16;

    private final long longestLine;
    private final QueryBucket bucket;

    /**
     * @param longest how many chars a query may have
     * @param bucket where files are that are not on this machine
     */
    ReadFiles(int longest, QueryBucket bucket) {
        this.bucket = bucket;
        longestLine = QueryReader.longestRecord(longest) + 1;
    }

    @Override
    public void flatMap(QueryFile file, Collector<QueryRecord> out) throws IOException {
        if (!QueryBucket.isIn(file.path())) {
            read(file, Path.of(file.path()), out);
            return;
        }
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        Path fetched = Files.createTempDirectory("evalstream-queries").resolve(name);
        try {
            bucket.fetch(file.path(), fetched);
            read(file, fetched, out);
        } finally {
            Files.deleteIfExists(fetched);
            Files.deleteIfExists(fetched.getParent());
        }
    }

    private void read(QueryFile file, Path path, Collector<QueryRecord> out) throws IOException {
        String name = path.getFileName().toString();
        try (InputStream in = new BufferedInputStream(InputBytes.open(path), BUFFER)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long number = 1;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    collect(file, name, number++, line, out);
                } else if (line.size() < longestLine) {
                    line.write(next);
                }
            }
            collect(file, name, number, line, out);
        } catch (BadDatasetException e) {
            throw new SnapshotException(e.getMessage(), e);
        } catch (IOException e) {
            throw new SnapshotException(
                    file.path() + ": cannot be read: " + e.getMessage() + "; copy it again", e);
        }
    }

    private static void collect(
            QueryFile file,
            String name,
            long number,
            ByteArrayOutputStream line,
            Collector<QueryRecord> out) {
        byte[] bytes = line.toByteArray();
        line.reset();
        if (!isBlank(bytes)) {
            long position = QueryRecord.position(file.number(), number);
            out.collect(new QueryRecord(name + ":" + number, position, bytes));
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
