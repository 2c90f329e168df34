package io.evalstream.datasets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The items of one file.
 *
 * <p>Where no mapping is given, the shape of the first record tells it. A record with fields that
 * the shape's records did not have is looked at again, so that files joined from several keep
 * working and no choices are passed over.
 */
final class FileItems implements Closeable {

    private final Path file;
    private final RecordSource records;
    private final boolean recognising;
    private final Map<Shape, ItemMapper> mappers = new HashMap<>();
    private ItemMapper mapper;
    private long rows;

    /**
     * @param mapping null where the shapes of the records are to tell it
     */
    FileItems(Path file, RecordSource records, FieldMapping mapping) {
        this.file = file;
        this.records = records;
        this.recognising = mapping == null;
        this.mapper = mapping == null ? null : new ItemMapper(file, mapping);
    }

    /** The next item, with its place in the suite; null at the end of the file. */
    DatasetItem next(long row) throws IOException {
        if (!read()) {
            return null;
        }
        DatasetItem item = mapper.item(records, rows, row);
        rows++;
        return item;
    }

    /** What the next item is compared by; false at the end of the file. */
    boolean nextText(long row, boolean withContext, ComparedText into) throws IOException {
        if (!read()) {
            return false;
        }
        mapper.text(records, row, withContext, into);
        rows++;
        return true;
    }

    private boolean read() throws IOException {
        if (!records.next()) {
            if (rows == 0) {
                throw new BadDatasetException(
                        file, 0, "", "the file holds no item", "check the path, or copy it again");
            }
            return false;
        }
        boolean familiar = mapper != null && mapper.read(records);
        if (recognising && !familiar) {
            mapper = recognised();
            mapper.read(records);
        } else if (!familiar) {
            mapper.accept(record());
        }
        return true;
    }

    private ItemMapper recognised() throws IOException {
        JsonNode record = record();
        Shape shape = Shapes.known().of(record, file, records.line());
        ItemMapper known = mappers.computeIfAbsent(shape, s -> new ItemMapper(file, s.mapping()));
        known.accept(record);
        return known;
    }

    private JsonNode record() throws IOException {
        int length = records.end() - records.start();
        try {
            return Json.STRICT.readTree(records.buffer(), records.start(), length);
        } catch (JsonProcessingException e) {
            throw Json.broken(file, records.line(), e);
        }
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
