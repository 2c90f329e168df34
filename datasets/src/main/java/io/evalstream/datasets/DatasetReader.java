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
        while (hasFile()) {
            DatasetItem item = current.next(row);
            if (item != null) {
                row++;
                return item;
            }
            closeFile();
        }
        return null;
    }

    /**
     * Reads what the next item is compared by, which takes less time than the item.
     *
     * @return false behind the last, which leaves what is there
     * @throws BadDatasetException as {@link #next}
     */
    public boolean nextText(boolean withContext, ComparedText into) throws IOException {
        while (hasFile()) {
            if (current.nextText(row, withContext, into)) {
                row++;
                return true;
            }
            closeFile();
        }
        return false;
    }

    private boolean hasFile() throws IOException {
        if (current == null && nextFile < files.size()) {
            current = formats.open(files.get(nextFile));
            nextFile++;
        }
        return current != null;
    }

    private void closeFile() throws IOException {
        current.close();
        current = null;
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
