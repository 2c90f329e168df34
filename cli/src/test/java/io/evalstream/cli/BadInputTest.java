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

/** What is wrong with inputs is told in one line, with the right code, before anything starts. */
class BadInputTest {

    private static final String SOUND =
            "{\"item_key\":\"a\",\"metric\":\"acc\",\"value\":1,\"ts\":1}";

    @TempDir private Path directory;

    @Test
    void aMissingFile() {
        assertBadInput(
                gate(directory.resolve("none.jsonl")), "none.jsonl: no such file or folder;");
    }

    @Test
    void anEmptyFile() throws Exception {
        assertBadInput(gate(file("empty.jsonl", "")), "empty.jsonl: there is nothing in it;");
    }

    @Test
    void anEmptyFolder() throws Exception {
        assertBadInput(
                gate(Files.createDirectory(directory.resolve("folder"))),
                "folder: the folder holds no file;");
    }

    @Test
    void aTruncatedLastLine() throws Exception {
        String events = SOUND + "\n" + SOUND.replace("\"a\"", "\"b\"").substring(0, 30);
        assertBadInput(gate(file("cut.jsonl", events)), "cut.jsonl:2: the last line is cut off");
    }

    @Test
    void aTruncatedLogOfTheHarness() throws Exception {
        Path samples = Repository.bundledSamples("2026.01", "mini_arith_en");
        String text = Files.readString(samples);
        Path cut = file(samples.getFileName().toString(), text.substring(0, text.length() - 40));
        assertBadInput(gate(cut), ".jsonl:180: ", "cut off");
    }

    @Test
    void aLineThatIsNotJson() throws Exception {
        assertBadInput(gate(file("odd.jsonl", SOUND + "\nwhat\n" + SOUND + "\n")), "odd.jsonl:2: ");
    }

    @Test
    void aValueThatIsNoNumber() throws Exception {
        assertBadInput(
                gate(file("text.jsonl", SOUND.replace(":1,\"ts\"", ":\"high\",\"ts\"") + "\n")),
                "text.jsonl:1: value: ");
    }

    @Test
    void aMetricOfTheHarnessThatIsNoNumber() throws Exception {
        Path samples = Repository.bundledSamples("2026.01", "mini_arith_en");
        String text = Files.readString(samples);
        String damaged = text.replaceFirst("\"exact_match\": [0-9.]+", "\"exact_match\": \"yes\"");
        assertThat(damaged).isNotEqualTo(text);
        assertBadInput(
                gate(file(samples.getFileName().toString(), damaged)), ".jsonl:1: ", "exact_match");
    }

    @Test
    void aFileOfAnotherTool() throws Exception {
        String other =
                "{\"testCases\":[{\"name\":\"t\",\"input\":\"q\",\"actualOutput\":\"a\","
                        + "\"success\":true,\"metricsData\":[{\"name\":\"Bias\",\"score\":0.1}]}],"
                        + "\"metricsScores\":[]}";
        assertBadInput(
                gate(file("results.json", other)),
                "results.json: looks like DeepEval output, which is not supported; supported: ");
    }

    @Test
    void twoRunsOfOneName() throws Exception {
        Path first = file("one.jsonl", SOUND.replace("{", "{\"run_id\":\"r\",") + "\n");
        Path second = file("two.jsonl", SOUND.replace("{", "{\"run_id\":\"r\",") + "\n");
        assertBadInput(
                gate("--run", "a=" + first, "--candidate", "b=" + second),
                "two.jsonl: run_id: is r as in the results before;");
    }

    @Test
    void aMissingFileForShip() {
        assertBadInput(ship("missing.jsonl"), "missing.jsonl: no such file or folder;");
        assertBadInput(ship("--follow", "missing.jsonl"), "missing.jsonl: no such file;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tag", "=path", "tag="})
    void aRunThatIsNotTagAndPath(String run) {
        assertUsage(gate("--candidate", run), "'" + run + "' is not TAG=PATH");
    }

    @ParameterizedTest
    @CsvSource({
        "--kafka-port,eleven,eleven is not a port number",
        "--s3-port,70000,70000 is not in 0..65535",
        "--flink-port,-1,-1 is not in 0..65535",
    })
    void aPortThatIsNone(String option, String port, String complaint) throws Exception {
        Path sound = file("sound.jsonl", SOUND + "\n");
        assertUsage(gate("--candidate", "a=" + sound, option, port), complaint);
    }

    @Test
    void unknownOptionsAndCommands() {
        assertUsage(
                gate("--candidate", "a=b", "--frobnicate"),
                "--frobnicate",
                "'evalstream gate --help'");
        assertUsage(Command.run("frobnicate"), "frobnicate", "'evalstream --help'");
        assertUsage(Command.run(), "name a command", "'evalstream --help'");
        assertUsage(Command.run("gate"), "--candidate");
        assertUsage(Command.run("ship", "x"), "--run-id");
    }

    @Test
    void anUnknownFormat() throws Exception {
        Path sound = file("sound.jsonl", SOUND + "\n");
        Command gate = gate("--candidate", "a=" + sound, "--format", "xml");
        assertOneLine(gate, 64, "--format: there is no xml; there are auto, lm-eval, jsonl");
    }

    @Test
    void anImageDigestThatIsNone() {
        assertOneLine(ship("--image-digest", "sha256:12", "x"), 64, "image digest", "sha256:12");
    }

    @Test
    void anOutputFolderThatIsAFile() throws Exception {
        Path taken = file("taken", "");
        Command gate = Command.run("gate", "--candidate", "a=b", "--out", taken.toString());
        assertOneLine(gate, 64, "--out: " + taken + " cannot be used: it is not a directory;");
        Command up = Command.run("up", "--data", taken.toString());
        assertOneLine(up, 64, "--data: " + taken + " cannot be used: it is not a directory;");
    }

    @Test
    void brokersThatCannotBeAnAddress() throws Exception {
        Path sound = file("sound.jsonl", SOUND + "\n");
        assertOneLine(
                ship("--bootstrap", "nonsense", sound.toString()),
                64,
                "--bootstrap nonsense cannot be used: ");
    }

    private Command gate(Path candidate) {
        return gate("--candidate", "release-1=" + candidate);
    }

    private Command gate(String... options) {
        List<String> arguments = new ArrayList<>(List.of("gate"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--out", directory.resolve("out").toString()));
        return Command.run(arguments.toArray(String[]::new));
    }

    private static Command ship(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("ship", "--run-id", "r", "--model-tag", "m:1"));
        arguments.addAll(List.of(options));
        return Command.run(arguments.toArray(String[]::new));
    }

    private Path file(String name, String content) throws Exception {
        return Files.writeString(directory.resolve(name), content);
    }

    private static void assertBadInput(Command command, String... texts) {
        assertOneLine(command, 65, texts);
    }

    private static void assertOneLine(Command command, int code, String... texts) {
        assertThat(command.code()).as(command.errors()).isEqualTo(code);
        assertThat(command.errorLines()).hasSize(1);
        assertThat(command.fault()).contains(texts).doesNotContain("Exception", "internal error");
        assertThat(command.out()).isEmpty();
    }

    private static void assertUsage(Command command, String... texts) {
        assertThat(command.code()).as(command.errors()).isEqualTo(64);
        assertThat(command.errorLines()).hasSize(2);
        assertThat(command.errors()).contains(texts).contains("try 'evalstream ");
        assertThat(command.out()).isEmpty();
    }
}
