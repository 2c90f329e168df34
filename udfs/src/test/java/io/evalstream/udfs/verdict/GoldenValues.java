package io.evalstream.udfs.verdict;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the reference values, which live outside the project. */
final class GoldenValues {

    private GoldenValues() {}

    /** The reference values; the test that asks is skipped where they are absent. */
    static JsonNode read() {
        for (Path candidate : candidates()) {
            if (Files.isRegularFile(candidate)) {
                try {
                    return new ObjectMapper().readTree(candidate.toFile());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        assumeTrue(false, "no golden/eprocess.json beside the shared data or above this directory");
        throw new AssertionError("unreachable");
    }

    static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(array.get(i));
        }
        return values;
    }

    /** A number, or one of the strings that stand for infinities. */
    static double number(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble();
    }

    private static List<Path> candidates() {
        List<Path> candidates = new ArrayList<>();
        String data = System.getenv("EVALSTREAM_SHARED_DATA");
        if (data != null) {
            candidates.add(Path.of(data).resolveSibling("golden").resolve("eprocess.json"));
        }
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            candidates.add(above.resolve("shared").resolve("golden").resolve("eprocess.json"));
        }
        return candidates;
    }
}
