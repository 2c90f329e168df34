package io.evalstream.datasets;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Opens each file as what it is, by its content where its name leaves that open. */
final class FileFormats {

    private static final FieldPath ELEMENTS = new FieldPath(0, List.of(FieldPath.EACH), false);
    private static final int HEAD_BYTES = 1 << 16;

    private final DataFormat format;
    private final FieldMapping mapping;

    /**
     * @param format of every file; null where its name and content are to tell it
     * @param mapping of every file; null where the shapes of its records are to tell it
     */
    FileFormats(DataFormat format, FieldMapping mapping) {
        this.format = format;
        this.mapping = mapping;
    }

    FileItems open(Path file) throws IOException {
        DataFormat kind = format == null ? formatOf(file) : format;
        return switch (kind) {
            case JSONL -> lines(file);
            case JSON -> document(file);
            case CSV -> table(file, ',');
            case TSV -> table(file, '\t');
            case PARQUET -> new FileItems(file, new ParquetRows(file), mapping);
        };
    }

    private DataFormat formatOf(Path file) throws IOException {
        String whole = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String name = whole.replaceFirst("\\.(gz|zst)$", "");
        if (name.endsWith(".parquet")) {
            if (!name.equals(whole)) {
                throw new BadDatasetException(
                        file,
                        0,
                        "",
                        "is a compressed Parquet file",
                        "uncompress it; Parquet compresses its columns itself");
            }
            return DataFormat.PARQUET;
        }
        if (name.endsWith(".csv")) {
            return DataFormat.CSV;
        }
        if (name.endsWith(".tsv")) {
            return DataFormat.TSV;
        }
        // Lines of a table without a header are arrays, as a document may be one.
        return name.endsWith(".jsonl") || name.endsWith(".ndjson")
                ? DataFormat.JSONL
                : DataFormat.JSON;
    }

    private FileItems lines(Path file) throws IOException {
        int first = firstCharacter(file);
        if (first >= 0 && first != '{' && first != '[') {
            throw noJson(file);
        }
        return new FileItems(file, new JsonLines(file, InputBytes.open(file)), mapping);
    }

    private FileItems table(Path file, char delimiter) throws IOException {
        firstCharacter(file);
        return new FileItems(
                file, new CsvRows(file, InputBytes.open(file), delimiter, mapping), mapping);
    }

    /** A document, or lines whose name says no more than that they are JSON. */
    private FileItems document(Path file) throws IOException {
        int first = firstCharacter(file);
        if (first == '[') {
            return array(file, ELEMENTS, mapping);
        }
        if (first >= 0 && first != '{') {
            throw noJson(file);
        }
        if (mapping != null && mapping.items() != null) {
            return array(file, mapping.items(), mapping);
        }
        if (mapping == null && first >= 0) {
            JsonDocument.Layout layout = layout(file);
            if (layout.items() != null) {
                return array(file, layout.items(), layout.mapping());
            }
        }
        return lines(file);
    }

    private static BadDatasetException noJson(Path file) {
        return new BadDatasetException(
                file,
                1,
                "",
                "is neither JSON nor, by its name, CSV or Parquet",
                "convert the file to JSONL, or correct its name");
    }

    private static FileItems array(Path file, FieldPath items, FieldMapping mapping)
            throws IOException {
        List<FieldPath> values = mapping == null ? List.of() : mapping.values();
        InputStream in = InputBytes.open(file);
        try {
            return new FileItems(file, new JsonArrays(file, in, items, values), mapping);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static JsonDocument.Layout layout(Path file) throws IOException {
        try (InputStream in = InputBytes.open(file)) {
            return JsonDocument.layout(file, in);
        }
    }

    /** The first that is no blank, behind a byte order mark; -1 in an empty file. */
    private static int firstCharacter(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(InputBytes.open(file), HEAD_BYTES)) {
            int c = in.read();
            if (c == 0xFF || c == 0xFE) {
                throw new BadDatasetException(
                        file, 0, "", "the text is not UTF-8", "convert the file to UTF-8");
            }
            if (c == 0xEF) {
                in.readNBytes(2);
                c = in.read();
            }
            while (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                c = in.read();
            }
            return c;
        }
    }
}
