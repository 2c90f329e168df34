package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a de-duplication is told in one line, before anything is replaced. */
class BadDedupTest {

    private static final String SOUND = "{\"id\":\"a\",\"question\":\"How many are left?\"}\n";

    @TempDir private Path directory;

    @Test
    void aSuiteThatIsNamedTwice() throws Exception {
        Path file = file("a.jsonl", SOUND);
        assertUsage(
                dedup("--suite", "mine=" + file, "--suite", "MINE=" + file),
                "MINE is given twice;");
        assertUsage(
                dedup("--suite", "mine=" + file, "--pool", "mine=" + file), "mine is given twice;");
    }

    @Test
    void aMissingFile() {
        assertOneLine(
                dedup("--suite", "mine=" + directory.resolve("none.jsonl")), 65, "none.jsonl: ");
    }

    @Test
    void aBrokenRecordNamesItsLine() throws Exception {
        Path broken = file("broken.jsonl", SOUND + "{\"id\":\n");
        assertOneLine(dedup("--suite", "mine=" + broken), 65, "broken.jsonl:2: ");
    }

    @Test
    void aResultOfSomebodyElse() throws Exception {
        Path file = file("a.jsonl", SOUND);
        Path foreign =
                Files.writeString(
                        Files.createDirectories(directory.resolve("out")).resolve("report.json"),
                        "mine");
        assertOneLine(
                dedup("--suite", "mine=" + file),
                64,
                "--out: " + foreign + " is there, and no de-duplication has made it;");
        assertThat(foreign).hasContent("mine");
    }

    @Test
    void anInputThatWouldBeReplaced() throws Exception {
        Files.createDirectories(directory.resolve("out/kept"));
        Path kept = file("out/kept/a.jsonl", SOUND);
        assertOneLine(
                dedup("--suite", "a=" + kept),
                64,
                kept + " of a lies in it and would be replaced;");
        assertThat(kept).hasContent(SOUND.strip());
    }

    @Test
    void aProtectedSuiteThatIsNone() throws Exception {
        Path file = file("a.jsonl", SOUND);
        assertOneLine(
                dedup("--suite", "a=" + file, "--protect", "b"),
                64,
                "--protect: there is no suite b;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-0.2", "a fifth", "0.12345678"})
    void aThresholdThatIsNone(String threshold) throws Exception {
        Path file = file("a.jsonl", SOUND);
        assertOneLine(
                dedup("--suite", "a=" + file, "--threshold", threshold),
                64,
                "--threshold: '" + threshold + "' is no ");
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, 'nothing' is not NAME=PATH",
        "a=, 'a=' is not NAME=PATH",
        "../a=b, '../a' cannot name a suite",
        ".a=b, '.a' cannot name a suite",
        "a/b=c, 'a/b' cannot name a suite",
    })
    void aNameThatCannotBeAFile(String suite, String complaint) {
        Command command = dedup("--suite", suite);
        assertThat(command.code()).as(command.errors()).isEqualTo(64);
        assertThat(command.errors()).contains(complaint, "try 'evalstream dedup --help'");
    }

    @Test
    void aFaultyManifest() throws Exception {
        Path file = file("a.jsonl", SOUND);
        Path manifest = file("a.yaml", "name: a\nprotect: maybe\n");
        assertOneLine(
                dedup("--suite", "a=" + file, "--manifest", manifest.toString()), 65, "a.yaml: ");
    }

    private Command dedup(String... options) {
        List<String> arguments = new ArrayList<>(List.of("dedup"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--out", directory.resolve("out").toString()));
        return Command.run(arguments.toArray(String[]::new));
    }

    private Path file(String name, String content) throws Exception {
        return Files.writeString(directory.resolve(name), content);
    }

    private static void assertUsage(Command command, String... texts) {
        assertOneLine(command, 64, texts);
    }

    private static void assertOneLine(Command command, int code, String... texts) {
        assertThat(command.code()).as(command.errors()).isEqualTo(code);
        assertThat(command.linesBesideProgress()).hasSize(1);
        assertThat(command.fault()).contains(texts).doesNotContain("Exception", "internal error");
        assertThat(command.out()).isEmpty();
    }
}
