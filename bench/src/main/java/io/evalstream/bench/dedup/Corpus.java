package io.evalstream.bench.dedup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Documents in a file that all contenders read: lines of {@code {"id": …, "question": …}}.
 *
 * @param name the title in tables
 * @param digest SHA-256 of the file
 * @param gold for each document the number of its group, or -1
 */
record Corpus(String name, Path file, String digest, long bytes, int[] gold) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    int documents() {
        return gold.length;
    }

    /** All texts as they are in the file. */
    String[] texts() throws IOException {
        String[] texts = new String[documents()];
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (int row = 0; row < texts.length; row++) {
                JsonNode document = MAPPER.readTree(lines.readLine());
                texts[row] = document.required("question").asText();
            }
        }
        return texts;
    }

    /** All texts in comparison form. */
    int[][] comparedTexts() throws IOException {
        String[] texts = texts();
        int[][] compared = new int[texts.length][];
        for (int row = 0; row < texts.length; row++) {
            compared[row] = PlainText.codePoints(texts[row]);
        }
        return compared;
    }
}
