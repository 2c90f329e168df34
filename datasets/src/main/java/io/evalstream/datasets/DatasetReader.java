package io.evalstream.datasets;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The items of a suite in the order of its files, one in memory at a time.
 *
 * <p>Not for use by several threads.
 */
public final class DatasetReader implements Closeable {

    private final List<Path> files;
    private final FileFormats formats;
    private int nextFile;
    private FileItems current;
    private long row;

    DatasetReader(List<Path> files, FileFormats formats) {
        this.files = List.copyOf(files);
        this.formats = formats;
    }

    /**
     * The next item.
     *
     * @return null behind the last
     * @throws BadDatasetException at the first fault; what came before it is not to be used as if
     *     it were the dataset
     */
    public DatasetItem next() throws IOException {
        while (true) {
            if (current == null) {
                if (nextFile == files.size()) {
                    return null;
                }
                current = formats.open(files.get(nextFile));
                nextFile++;
            }
            DatasetItem item = current.next(row);
            if (item != null) {
                row++;
                return item;
            }
            current.close();
            current = null;
        }
    }

    /** The file of the item last returned. */
    public Path file() {
        return files.get(Math.max(0, nextFile - 1));
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
        }
    }
}
