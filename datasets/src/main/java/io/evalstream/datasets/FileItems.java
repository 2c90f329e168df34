package io.evalstream.datasets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The items of one file; the shape of its first record tells the mapping, unless one is given. */
final class FileItems implements Closeable {

    private final Path file;
    private final RecordSource records;
    private ItemMapper mapper;
    private long rows;

    /**
     * @param mapping null where the shape of the first record is to tell it
     */
    FileItems(Path file, RecordSource records, FieldMapping mapping) {
        this.file = file;
        this.records = records;
        this.mapper = mapping == null ? null : new ItemMapper(file, mapping);
    }

    /** The next item, with its place in the suite; null at the end of the file. */
    DatasetItem next(long row) throws IOException {
        if (!records.next()) {
            if (rows == 0) {
                throw new BadDatasetException(
                        file, 0, "", "the file holds no item", "check the path, or copy it again");
            }
            return null;
        }
        if (mapper == null) {
            mapper = new ItemMapper(file, shape().mapping());
        }
        DatasetItem item = mapper.map(records, rows, row);
        rows++;
        return item;
    }

    private Shape shape() throws IOException {
        int length = records.end() - records.start();
        try {
            JsonNode record = Json.STRICT.readTree(records.buffer(), records.start(), length);
            return Shapes.known().of(record, file, records.line());
        } catch (JsonProcessingException e) {
            throw Json.broken(file, records.line(), e);
        }
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
