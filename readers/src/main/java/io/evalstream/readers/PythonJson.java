package io.evalstream.readers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** JSON as Python writes it: UTF-8, with NaN and Infinity, numbers kept exact. */
final class PythonJson {
    static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    static {
        // Rows of long-context tasks hold documents beyond the default of 20 million characters.
        MAPPER.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxStringLength(LineSource.MAX_LINE_BYTES)
                                .build());
    }

    private PythonJson() {}

    /**
     * The JSON object in a line.
     *
     * @throws BadInputException when the line is not UTF-8, is cut off, or is no JSON object
     */
    static JsonNode object(Path file, LineSource lines, byte[] line) throws BadInputException {
        long number = lines.number();
        try {
            JsonNode node = MAPPER.readTree(decode(line));
            if (!node.isObject()) {
                throw new BadInputException(
                        file,
                        number,
                        "",
                        "the line is JSON but not an object",
                        "give a file with one JSON object per line");
            }
            return node;
        } catch (CharacterCodingException e) {
            throw new BadInputException(
                    file, number, "", "the line is not UTF-8", "convert the file to UTF-8");
        } catch (JsonEOFException e) {
            throw lines.terminated() ? notJson(file, number, e) : cutOff(file, number);
        } catch (JsonProcessingException e) {
            throw notJson(file, number, e);
        }
    }

    /** The complaint about a last line that is still being written, or was never finished. */
    static BadInputException cutOff(Path file, long number) {
        return new BadInputException(
                file,
                number,
                "",
                "the last line is cut off",
                "wait until the evaluation has ended, or delete the line if it was killed");
    }

    private static BadInputException notJson(Path file, long number, JsonProcessingException e) {
        return new BadInputException(
                file,
                number,
                "",
                "the line is not JSON (" + e.getOriginalMessage() + ")",
                "give a file with one JSON object per line, or correct the line");
    }

    /**
     * The JSON object that is a whole file.
     *
     * @throws BadInputException when the file is no JSON object
     */
    static JsonNode document(Path file) throws IOException, BadInputException {
        try (InputStream in = InputFiles.open(file)) {
            JsonNode node = MAPPER.readTree(in);
            if (node.isObject()) {
                return node;
            }
            throw new BadInputException(
                    file, 0, "", "the file is JSON but not an object", "give the tool's own file");
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new BadInputException(
                    file,
                    Math.max(line, 0),
                    "",
                    "the file is not JSON (" + e.getOriginalMessage() + ")",
                    "copy it again; it may be cut off");
        }
    }

    private static String decode(byte[] line) throws CharacterCodingException {
        // A new decoder reports malformed input, where the constructor of String would hide it.
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    }
}
