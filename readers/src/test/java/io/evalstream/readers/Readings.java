package io.evalstream.readers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.contract.EventWriter;
import io.evalstream.contract.RejectedEventException;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SampleEventReader;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** What a reader made of its inputs, for tests to look at. */
record Readings(ReadSummary summary, List<SampleEvent> events) {
    static final String DIGEST = "sha256:" + "ab".repeat(32);
    static final RunIdentity RUN = new RunIdentity("run-1", "", "llama:release-3", DIGEST);

    static Readings of(ResultReader reader, Path... inputs) throws IOException, BadInputException {
        List<SampleEvent> events = new ArrayList<>();
        ReadSummary summary = reader.read(List.of(inputs), RUN, events::add);
        for (SampleEvent event : events) {
            requireReadable(event);
        }
        assertThat(summary.events()).isEqualTo(events.size());
        return new Readings(summary, events);
    }

    /** Whatever a reader makes of a file must be an event to those who receive it. */
    private static void requireReadable(SampleEvent event) {
        byte[] sent = new EventWriter().write(event);
        try {
            assertThat(new SampleEventReader().read(sent)).isEqualTo(event);
        } catch (RejectedEventException e) {
            throw new AssertionError(new String(sent, StandardCharsets.UTF_8), e);
        }
    }

    static Path write(Path file, String... lines) throws IOException {
        return Files.writeString(file, String.join("\n", lines) + "\n");
    }

    static Path gzip(Path file, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    static JsonNode json(String text) throws IOException {
        return PythonJson.MAPPER.readTree(text.replace('\'', '"'));
    }

    double mean(String metric, String filter) {
        return events.stream()
                .filter(event -> event.metric().equals(metric) && event.filter().equals(filter))
                .mapToDouble(SampleEvent::value)
                .average()
                .orElseThrow();
    }
}
