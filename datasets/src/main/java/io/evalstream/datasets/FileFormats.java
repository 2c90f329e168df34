package io.evalstream.datasets;

import java.io.IOException;
import java.nio.file.Path;

/** Opens each file as what it is. */
final class FileFormats {

    private final FieldMapping mapping;

    /**
     * @param mapping of every file; null where the shape of its first record is to tell it
     */
    FileFormats(FieldMapping mapping) {
        this.mapping = mapping;
    }

    FileItems open(Path file) throws IOException {
        return new FileItems(file, new JsonLines(file, InputBytes.open(file)), mapping);
    }
}
