package io.evalstream.datasets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.nio.file.Path;

/** JSON as datasets have it: no field twice, numbers as they are written. */
final class Json {

    static final String ONE_OBJECT_PER_LINE = "give a file with one JSON object per line";

    static final ObjectMapper STRICT =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private Json() {}

    /** What the parser found, in one line and without a copy of the data. */
    static BadDatasetException broken(Path file, long line, JsonProcessingException e) {
        String found = e.getOriginalMessage();
        if (found.startsWith("Duplicate field")) {
            String field = found.substring(found.indexOf('\'') + 1, found.lastIndexOf('\''));
            return new BadDatasetException(
                    file, line, field, "the field is there twice", "remove one of the two");
        }
        int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
        return new BadDatasetException(
                file,
                line,
                "",
                "no valid JSON at column " + column + " (" + shortened(found) + ")",
                "correct the record, or copy the file again");
    }

    private static String shortened(String text) {
        return text.length() <= 120 ? text : text.substring(0, 117) + "...";
    }
}
