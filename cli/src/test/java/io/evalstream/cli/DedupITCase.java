package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The command from files to files, on our own small set and on copies of public benchmarks. */
class DedupITCase {

    private static final Path MINI = Repository.root().resolve("datasets/raw/evalstream-mini");

    @TempDir private Path directory;

    @Test
    void removesWhatTheSuitesHaveAlreadyAndLeavesThemAlone() throws Exception {
        Command dedup = ownSuites("out", "leader");

        assertThat(dedup.code()).as(dedup.errors()).isZero();
        Path out = directory.resolve("out");
        assertThat(Files.readAllBytes(out.resolve("kept/facts.jsonl")))
                .isEqualTo(Files.readAllBytes(MINI.resolve("mini_facts_ko.jsonl")));
        assertThat(Files.readAllBytes(out.resolve("kept/arith.jsonl")))
                .isEqualTo(Files.readAllBytes(MINI.resolve("mini_arith_en.jsonl")));

        // The exact ones are those whose texts are equal; they are known by construction.
        Set<String> exact = new TreeSet<>();
        Set<String> removed = new TreeSet<>();
        for (JsonNode line : Json.lines(out.resolve("removed.jsonl"))) {
            if (line.path("action").asText().equals("REMOVED")) {
                assertThat(line.path("suite").asText()).isEqualTo("extra");
                removed.add(line.path("item").asText());
            }
            if (line.path("kind").asText().equals("EXACT")) {
                exact.add(line.path("item").asText());
                assertThat(line.path("kept_item").asText())
                        .isEqualTo(copies().get(line.path("item").asText()));
            }
        }
        assertThat(exact).hasSize(10).containsAll(exactByConstruction());
        assertThat(removed).hasSize(14).containsAll(exact);
        assertThat(copies().keySet()).containsAll(removed);
        List<String> all = Files.readAllLines(MINI.resolve("regression_extra.jsonl"));
        List<JsonNode> parsed = Json.lines(MINI.resolve("regression_extra.jsonl"));
        List<String> kept = new ArrayList<>();
        for (int row = 0; row < all.size(); row++) {
            if (!removed.contains(parsed.get(row).path("id").asText())) {
                kept.add(all.get(row));
            }
        }
        assertThat(Files.readAllLines(out.resolve("kept/extra.jsonl"))).isEqualTo(kept);
        assertThat(lineWith(dedup.out(), "extra ").trim().split(" +"))
                .startsWith("extra", "40", "10")
                .endsWith("26");
        assertThat(dedup.errors()).contains("report " + out.resolve("report.html"));
    }

    @Test
    void theSameAgainGivesTheSameBytesButForOneField() throws Exception {
        ownSuites("first", "components");
        ownSuites("second", "components");
        // A result is replaced by the next one.
        ownSuites("second", "components");
        for (String file : List.of("removed.jsonl", "kept/extra.jsonl", "kept/arith.jsonl")) {
            assertThat(Files.readAllBytes(directory.resolve("second").resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(directory.resolve("first").resolve(file)));
        }
        assertThat(withoutTime(directory.resolve("second/report.json")))
                .isEqualTo(withoutTime(directory.resolve("first/report.json")));
        assertThat(withoutTime(directory.resolve("second/report.html")))
                .isEqualTo(withoutTime(directory.resolve("first/report.html")));
    }

    private static String withoutTime(Path file) throws Exception {
        return Files.readString(file)
                .replaceAll("\"made_at\" : \"[^\"]*\"", "")
                .replaceAll("<time.*?</time>", "");
    }

    @Test
    void theReportHasDigestsOfAllThatWasReadAndWritten() throws Exception {
        ownSuites("out", "leader");
        Path out = directory.resolve("out");
        JsonNode report = Json.read(out.resolve("report.json"));
        int checked = 0;
        for (JsonNode output : report.path("outputs")) {
            assertDigest(output, out.resolve(output.path("path").asText()));
            checked++;
        }
        for (JsonNode suite : report.path("suites")) {
            for (JsonNode file : suite.path("files")) {
                assertDigest(file, Path.of(file.path("path").asText()));
                checked++;
            }
        }
        assertThat(checked).isEqualTo(5 + 4);
        JsonNode extra = report.path("suites").get(3);
        assertThat(extra.path("items").asInt()).isEqualTo(40);
        assertThat(extra.path("kept").asInt()).isEqualTo(26);
        assertThat(extra.path("protected").asBoolean()).isFalse();
        assertThat(report.path("suites").get(0).path("protected").asBoolean()).isTrue();
        assertThat(report.path("parameters").path("threshold").asText()).isEqualTo("0.2");
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("extra-004", "facts-ko-092")
                .doesNotContain("http://", "https://");
    }

    private static void assertDigest(JsonNode named, Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        assertThat(named.path("bytes").asLong()).isEqualTo(bytes.length);
        assertThat(named.path("sha256").asText()).isEqualTo(sha256(bytes));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void itemsOfAPoolAreContaminationAndStay() throws Exception {
        Path out = directory.resolve("out");
        Command dedup =
                Command.run(
                        "dedup",
                        "--suite",
                        "facts=" + MINI.resolve("mini_facts_ko.jsonl"),
                        "--pool",
                        "shots=" + MINI.resolve("regression_extra.jsonl"),
                        "--out",
                        out.toString());
        assertThat(dedup.code()).as(dedup.errors()).isZero();
        JsonNode contamination = Json.read(out.resolve("report.json")).path("contamination").get(0);
        Set<String> equal = new HashSet<>();
        for (JsonNode item : contamination.path("contaminated")) {
            if (item.path("kind").asText().equals("EXACT")) {
                equal.add(item.path("item").asText());
            }
        }
        assertThat(equal)
                .containsExactlyInAnyOrder(
                        "facts-ko-001",
                        "facts-ko-008",
                        "facts-ko-030",
                        "facts-ko-064",
                        "facts-ko-092");
        assertThat(contamination.path("exact").asInt()).isEqualTo(5);
        assertThat(contamination.path("equal_texts_estimate").asInt()).isEqualTo(5);
        assertThat(dedup.out()).contains(" of facts in the pool shots (5 exact)");
        assertThat(out.resolve("kept/shots.jsonl")).doesNotExist();
        assertThat(Files.readAllLines(out.resolve("kept/facts.jsonl")))
                .contains(Files.readAllLines(MINI.resolve("mini_facts_ko.jsonl")).get(0));
    }

    @Test
    void aManifestSaysHowFilesAreRead() throws Exception {
        Path items =
                Files.writeString(
                        directory.resolve("odd.jsonl"),
                        """
                        {"stem":"Which of these is a star?","opts":["Mars","the Sun"],"key":1}
                        {"stem":"Which of these is a star?","opts":["Mars","the Moon"],"key":0}
                        {"stem":"which of these is a  STAR?","opts":["Mars","the Sun"],"key":1}
                        """);
        Path manifest =
                Files.writeString(
                        directory.resolve("odd.yaml"),
                        """
                        name: odd
                        version: "1"
                        description: "Odd names of fields."
                        licence: CC0-1.0
                        priority: 5
                        protect: false
                        bucket: llm-eval-ds
                        mapping: {question: /stem, choices: /opts, answer: /key, answer_form: index}
                        files:
                          - {path: odd.jsonl, size: %d, sha256: "%s"}
                        """
                                .formatted(Files.size(items), sha256(Files.readAllBytes(items))));
        Path out = directory.resolve("out");
        Command dedup =
                Command.run(
                        "dedup",
                        "--suite",
                        "odd=" + items,
                        "--manifest",
                        manifest.toString(),
                        "--out",
                        out.toString());
        assertThat(dedup.code()).as(dedup.errors()).isZero();
        List<JsonNode> removed = Json.lines(out.resolve("removed.jsonl"));
        assertThat(removed).hasSize(2);
        assertThat(removed.get(0).path("why").asText()).isEqualTo("DIFFERENT_ANSWER");
        assertThat(removed.get(1).path("item").asText()).isEqualTo("odd.jsonl#2");
        assertThat(removed.get(1).path("kept_item").asText()).isEqualTo("odd.jsonl#0");
        assertThat(removed.get(1).path("kind").asText()).isEqualTo("EXACT");
        assertThat(Files.readAllLines(out.resolve("kept/odd.jsonl")))
                .isEqualTo(Files.readAllLines(items).subList(0, 2));
    }

    @Test
    void publicBenchmarksAreOnlyReported() throws Exception {
        Path data = Repository.publicDatasets();
        Command dedup =
                Command.run(
                        "dedup",
                        "--suite",
                        "gsm8k=" + data.resolve("gsm8k/openai_test.jsonl"),
                        "--suite",
                        "gsm8k_copy=" + data.resolve("gsm8k/math-eval-harness_gsm8k_test.jsonl"),
                        "--suite",
                        "humaneval=" + data.resolve("humaneval/openai_HumanEval.jsonl.gz"),
                        "--suite",
                        "humaneval_copy="
                                + data.resolve("humaneval/evalchemy_humaneval-python.jsonl"),
                        "--pool",
                        "gsm8k_train=" + data.resolve("gsm8k/openai_train.jsonl"),
                        "--out",
                        directory.resolve("out").toString());
        assertThat(dedup.code()).as(dedup.errors()).isZero();
        JsonNode report = Json.read(directory.resolve("out/report.json"));
        for (JsonNode suite : report.path("suites")) {
            assertThat(suite.path("protected").asBoolean()).as(suite.toString()).isTrue();
            assertThat(suite.path("removed").asInt()).isZero();
            assertThat(suite.path("kept").asInt()).isEqualTo(suite.path("items").asInt());
        }
        assertThat(overlap(report, "gsm8k", "gsm8k_copy").path("equal_texts_estimate").asInt())
                .isEqualTo(1319);
        assertThat(overlap(report, "gsm8k", "gsm8k_copy").path("first_items").asInt())
                .isEqualTo(1319);
        assertThat(overlap(report, "humaneval", "humaneval_copy").path("first_items").asInt())
                .isEqualTo(164);
        assertThat(report.path("pools").get(0).path("items").asInt()).isEqualTo(7473);
    }

    @Test
    void withoutProtectionACopyOfABenchmarkIsEmptyAfterwards() throws Exception {
        Path data = Repository.publicDatasets();
        Command dedup =
                Command.run(
                        "dedup",
                        "--suite",
                        "gsm8k=" + data.resolve("gsm8k/openai_test.jsonl"),
                        "--suite",
                        "copy=" + data.resolve("gsm8k/math-eval-harness_gsm8k_test.jsonl"),
                        "--no-protect",
                        "--keep",
                        "leader",
                        "--out",
                        directory.resolve("out").toString());
        assertThat(dedup.code()).as(dedup.errors()).isZero();
        JsonNode copy = Json.read(directory.resolve("out/report.json")).path("suites").get(1);
        assertThat(copy.path("exact").asInt()).isEqualTo(1319);
        assertThat(copy.path("kept").asInt()).isZero();
        assertThat(directory.resolve("out/kept/copy.jsonl")).isEmptyFile();
    }

    private static JsonNode overlap(JsonNode report, String first, String second) {
        for (JsonNode overlap : report.path("overlaps")) {
            if (overlap.path("first").asText().equals(first)
                    && overlap.path("second").asText().equals(second)) {
                return overlap;
            }
        }
        throw new AssertionError("no overlap of " + first + " and " + second);
    }

    private Command ownSuites(String out, String keep) {
        return Command.run(
                "dedup",
                "--suite",
                "arith=" + MINI.resolve("mini_arith_en.jsonl"),
                "--suite",
                "choice=" + MINI.resolve("mini_choice_en.jsonl"),
                "--suite",
                "facts=" + MINI.resolve("mini_facts_ko.jsonl"),
                "--suite",
                "extra=" + MINI.resolve("regression_extra.jsonl"),
                "--protect",
                "arith",
                "--protect",
                "choice",
                "--protect",
                "facts",
                "--keep",
                keep,
                "--out",
                directory.resolve(out).toString());
    }

    /** Items that were made as copies, and of what. */
    private static Map<String, String> copies() throws Exception {
        Map<String, String> copies = new HashMap<>();
        for (JsonNode item : Json.lines(MINI.resolve("regression_extra.jsonl"))) {
            if (!item.path("duplicate_of").isNull()) {
                copies.put(item.path("id").asText(), item.path("duplicate_of").asText());
            }
        }
        return copies;
    }

    private static Set<String> exactByConstruction() throws Exception {
        Set<String> exact = new HashSet<>();
        for (JsonNode item : Json.lines(MINI.resolve("regression_extra.jsonl"))) {
            if (item.path("duplicate_kind").asText().equals("exact")) {
                exact.add(item.path("id").asText());
            }
        }
        return exact;
    }

    private static String lineWith(String text, String start) {
        try (Stream<String> lines = text.lines()) {
            return lines.filter(line -> line.startsWith(start)).findFirst().orElse("");
        }
    }
}
