package io.evalstream.cli.dedup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of {@code removed.jsonl}, which the job writes, one per item that is a duplicate. */
final class FindingReader {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private FindingReader() {}

    /**
     * @return in the order of the file; about 200 bytes of memory each, beside their ids
     */
    static List<Finding> all(Path removed) throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(removed)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                findings.add(finding(MAPPER.readTree(line)));
            }
        }
        return findings;
    }

    private static Finding finding(JsonNode line) {
        return new Finding(
                // Millions of lines name a few suites.
                line.required("suite").asText().intern(),
                line.required("item").asText(),
                line.required("row").asLong(),
                line.required("kept_suite").asText().intern(),
                line.required("kept_item").asText(),
                line.required("kept_row").asLong(),
                Finding.Kind.valueOf(line.required("kind").asText()),
                line.required("distance").asInt(),
                line.required("length").asInt(),
                line.required("cluster").asLong(),
                Finding.Action.valueOf(line.required("action").asText()),
                line.path("why").asText("").intern());
    }

    /** A finding in the fields of that file, but for those that its surroundings say. */
    static ObjectNode member(Finding finding) {
        ObjectNode member = MAPPER.createObjectNode();
        member.put("suite", finding.suite());
        member.put("item", finding.item());
        member.put("row", finding.row());
        member.put("kept_suite", finding.keptSuite());
        member.put("kept_item", finding.keptItem());
        member.put("kept_row", finding.keptRow());
        member.put("kind", finding.kind().name());
        member.put("distance", finding.distance());
        member.put("length", finding.length());
        return member;
    }
}
