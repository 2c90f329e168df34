package io.evalstream.datasets;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rows of a table: objects where it has a header, else arrays. */
final class CsvRows implements RecordSource {

    private final Path file;
    private final Reader in;
    private final CsvParser parser;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private List<String> header;
    private List<String> firstRow;
    private int columns;
    private byte[] record = new byte[0];

    /**
     * @param mapping tells by its paths whether there is a header; null where the first row does
     */
    CsvRows(Path file, InputStream in, char delimiter, FieldMapping mapping) throws IOException {
        this.file = file;
        this.in =
                new InputStreamReader(
                        in,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT));
        this.parser = new CsvParser(file, this.in, delimiter);
        try {
            begin(mapping);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private void begin(FieldMapping mapping) throws IOException {
        firstRow = parser.next();
        if (firstRow == null) {
            return;
        }
        columns = firstRow.size();
        if (firstRow.get(0).startsWith("\uFEFF")) {
            firstRow.set(0, firstRow.get(0).substring(1));
        }
        if (mapping == null ? firstRowNamesColumns() : !countsColumns(mapping)) {
            header = firstRow;
            firstRow = null;
            checkHeader();
        }
    }

    private boolean firstRowNamesColumns() {
        ObjectNode named = Json.STRICT.createObjectNode();
        ArrayNode counted = Json.STRICT.createArrayNode();
        for (String cell : firstRow) {
            named.put(cell, "");
            counted.add(cell);
        }
        // Of two unknown tables the one with names can be explained to its owner.
        return Shapes.known().of(named).isPresent() || Shapes.known().of(counted).isEmpty();
    }

    private static boolean countsColumns(FieldMapping mapping) {
        for (FieldPath path : mapping.values()) {
            if (!path.first().matches("\\d{1,4}")) {
                return false;
            }
        }
        return true;
    }

    private void checkHeader() throws BadDatasetException {
        Set<String> names = new HashSet<>();
        for (String name : header) {
            if (!names.add(name)) {
                throw new BadDatasetException(
                        file,
                        parser.line(),
                        name,
                        "two columns have this name",
                        "rename one of them in the first line");
            }
        }
    }

    @Override
    public boolean next() throws IOException {
        List<String> row = firstRow == null ? parser.next() : firstRow;
        firstRow = null;
        if (row == null) {
            return false;
        }
        if (row.size() != columns) {
            throw new BadDatasetException(
                    file,
                    parser.line(),
                    "",
                    "the row has " + row.size() + " columns, the first one " + columns,
                    "quote fields that hold delimiters, or complete the row");
        }
        write(row);
        return true;
    }

    private void write(List<String> row) throws IOException {
        bytes.reset();
        try (JsonGenerator json = Json.STRICT.getFactory().createGenerator(bytes)) {
            if (header == null) {
                json.writeStartArray();
                for (String cell : row) {
                    json.writeString(cell);
                }
                json.writeEndArray();
            } else {
                json.writeStartObject();
                for (int i = 0; i < columns; i++) {
                    json.writeStringField(header.get(i), row.get(i));
                }
                json.writeEndObject();
            }
        }
        record = bytes.toByteArray();
    }

    @Override
    public byte[] buffer() {
        return record;
    }

    @Override
    public int start() {
        return 0;
    }

    @Override
    public int end() {
        return record.length;
    }

    @Override
    public long line() {
        return parser.line();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
