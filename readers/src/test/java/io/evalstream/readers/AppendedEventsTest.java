package io.evalstream.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

class AppendedEventsTest {

    private static final RunIdentity NOBODY = new RunIdentity("", "", "", "");
    private static final RunIdentity RUN = new RunIdentity("run-1", "llm", "llm:1", "");

    @TempDir private Path directory;
    private Path file;

    @BeforeEach
    void createFile() throws Exception {
        file = Files.createFile(directory.resolve("events.jsonl"));
    }

    private void append(String text) throws Exception {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private static List<String> next(AppendedEvents events) throws Exception {
        return events.next().stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void returnsEachLineOnceAfterItsEndIsWritten() throws Exception {
        append("{\"a\":1}\n{\"a\"");
        try (AppendedEvents events = new AppendedEvents(file, NOBODY)) {
            assertThat(next(events)).containsExactly("{\"a\":1}");
            assertThat(events.hasBegunLine()).isTrue();
            assertThat(next(events)).isEmpty();
            append(":2}");
            assertThat(next(events)).isEmpty();
            append("\n{\"a\":3}\n");
            assertThat(next(events)).containsExactly("{\"a\":2}", "{\"a\":3}");
            assertThat(events.hasBegunLine()).isFalse();
            assertThat(events.line()).isEqualTo(3);
        }
    }

    @Test
    void aCharacterMayBeWrittenInParts() throws Exception {
        byte[] line = "{\"a\":\"\uac00\"}\n".getBytes(StandardCharsets.UTF_8);
        try (AppendedEvents events = new AppendedEvents(file, NOBODY)) {
            for (byte part : line) {
                assertThat(next(events)).isEmpty();
                Files.write(file, new byte[] {part}, StandardOpenOption.APPEND);
            }
            assertThat(next(events)).containsExactly("{\"a\":\"\uac00\"}");
        }
    }

    @Test
    void linesMayEndAsOnWindowsAndBeBlank() throws Exception {
        append("{\"a\":1}\r\n\r\n  \n{\"a\":2}\r\n");
        try (AppendedEvents events = new AppendedEvents(file, RUN)) {
            assertThat(next(events))
                    .hasSize(2)
                    .allSatisfy(
                            event ->
                                    assertThat(event.strip())
                                            .startsWith("{")
                                            .endsWith("}")
                                            .contains("\"run_id\":\"run-1\""));
            assertThat(events.line()).as("blank lines are counted, as editors do").isEqualTo(4);
        }
    }

    @Test
    void completesWhatALineDoesNotSayAndKeepsWhatItSays() throws Exception {
        append("{\"run_id\":\"own\",\"value\":1}\n");
        try (AppendedEvents events = new AppendedEvents(file, RUN)) {
            assertThat(next(events))
                    .containsExactly(
                            "{\"model\":\"llm\",\"model_tag\":\"llm:1\",\"run_id\":\"own\",\"value\":1}");
        }
    }

    @Test
    void aBrokenLineIsReturnedAsItIs() throws Exception {
        append("oops {\"a\":\n");
        try (AppendedEvents events = new AppendedEvents(file, RUN)) {
            assertThat(next(events)).containsExactly("oops {\"a\":");
        }
    }

    @Test
    void linesMayBeLongerThanWhatIsReadAtOnce() throws Exception {
        String line = "{\"a\":\"" + "x".repeat(300_000) + "\"}";
        append(line + "\n" + line);
        try (AppendedEvents events = new AppendedEvents(file, NOBODY)) {
            assertThat(next(events)).containsExactly(line);
            append("\n");
            assertThat(next(events)).containsExactly(line);
        }
    }

    @Test
    void aFileThatHasBecomeShorterIsAFault() throws Exception {
        append("{\"a\":1}\n{\"a\":2}\n");
        try (AppendedEvents events = new AppendedEvents(file, NOBODY)) {
            assertThat(next(events)).hasSize(2);
            Files.writeString(file, "{\"a\":1}\n");
            assertThatThrownBy(events::next)
                    .isInstanceOf(BadInputException.class)
                    .hasMessage(
                            file
                                    + ":2: the file has become shorter; follow a file that only"
                                    + " grows");
        }
    }

    @Test
    void aMissingFileIsAFault() {
        assertThatThrownBy(() -> new AppendedEvents(directory.resolve("none"), NOBODY))
                .isInstanceOf(NoSuchFileException.class);
    }
}
