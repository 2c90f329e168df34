package io.evalstream.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.contract.SampleEvent;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads logs that others have published; skipped where they are not at hand. */
class RealLogsTest {
    private static final int TRUTHFUL_QA_ITEMS = 817;

    private Path logs;

    @BeforeEach
    void findLogs() {
        logs = sharedData().resolve("eval_logs");
        Assumptions.assumeTrue(
                Files.isDirectory(logs),
                "skipped: no published logs; set EVALSTREAM_SHARED_DATA to the folder above"
                        + " eval_logs");
    }

    private static Path sharedData() {
        String configured = System.getenv("EVALSTREAM_SHARED_DATA");
        if (configured != null && !configured.isBlank()) {
            return Path.of(configured);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("../shared/data/eval_logs"))) {
            folder = folder.getParent();
        }
        return folder == null ? Path.of("shared/data") : folder.resolve("../shared/data");
    }

    @Test
    void meansAgreeWithTheToolsOwn() throws Exception {
        int compared = 0;
        for (Path folder : fullLogs()) {
            Readings readings = Readings.of(new LmEvalReader(), folder);
            assertThat(readings.summary().warnings()).isEmpty();
            for (Map.Entry<String, Double> reported : reportedMeans(folder).entrySet()) {
                String[] metricAndFilter = reported.getKey().split(",", -1);
                assertThat(readings.mean(metricAndFilter[0], metricAndFilter[1]))
                        .as(folder + " " + reported.getKey())
                        .isCloseTo(reported.getValue(), within(1e-9));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(24);
    }

    private static Map<String, Double> reportedMeans(Path folder) throws Exception {
        try (Stream<Path> list = Files.list(folder)) {
            Path file =
                    list.filter(path -> path.getFileName().toString().startsWith("results_"))
                            .findFirst()
                            .orElseThrow();
            Map<String, Double> means = new TreeMap<>();
            JsonNode task = PythonJson.document(file).path("results").elements().next();
            for (Map.Entry<String, JsonNode> entry : task.properties()) {
                if (entry.getKey().contains(",") && !entry.getKey().contains("_stderr")) {
                    means.put(entry.getKey(), entry.getValue().doubleValue());
                }
            }
            return means;
        }
    }

    @Test
    void itemsAreTheSameForEveryModelAndPromptsForEachKindOfModel() throws Exception {
        Map<String, SampleEvent> firsts = new TreeMap<>();
        Set<Set<String>> itemSets = Set.of();
        for (Path folder : fullLogs()) {
            Readings readings = Readings.of(new LmEvalReader(), folder);
            Set<String> items = new TreeSet<>();
            readings.events().forEach(event -> items.add(event.itemKey()));
            assertThat(items).hasSize(TRUTHFUL_QA_ITEMS);
            itemSets = itemSets.isEmpty() ? Set.of(items) : itemSets;
            assertThat(itemSets).containsExactly(items);
            firsts.put(folder.getFileName().toString(), readings.events().get(0));
        }

        assertThat(distinct(firsts, SampleEvent::datasetDigest)).isEqualTo(1);
        assertThat(distinct(firsts, SampleEvent::generationHash)).isEqualTo(1);
        SampleEvent base3 = firsts.get("meta-llama__Meta-Llama-3-8B");
        SampleEvent base31 = firsts.get("meta-llama__Llama-3.1-8B");
        assertThat(base31.promptHash()).isEqualTo(base3.promptHash());
        assertThat(base31.chatTemplateHash()).isEqualTo(base3.chatTemplateHash()).isEmpty();
        SampleEvent chat3 = firsts.get("meta-llama__Meta-Llama-3-8B-Instruct");
        SampleEvent chat31 = firsts.get("meta-llama__Llama-3.1-8B-Instruct");
        assertThat(chat31.promptHash()).isEqualTo(chat3.promptHash());
        assertThat(chat31.chatTemplateHash()).isNotEqualTo(chat3.chatTemplateHash());
        // Instruct models saw the shots as turns of a conversation.
        assertThat(chat3.promptHash()).isNotEqualTo(base3.promptHash());
    }

    @Test
    void excerptsAreReportedAsIncomplete() throws Exception {
        Path results = logs.resolve("lm_eval/pyfade/results_2025-09-09T13-31-53.431753.json");
        Readings gsm8k = Readings.of(new LmEvalReader(), results);

        assertThat(gsm8k.events()).hasSize(3);
        assertThat(gsm8k.summary().warnings())
                .anyMatch(line -> line.contains("incomplete: 3 of 100 samples"));

        Readings maths = Readings.of(new LmEvalReader(), logs.resolve("lm_eval/every_eval_ever"));
        assertThat(maths.events()).hasSize(10);
        assertThat(maths.summary().warnings())
                .anyMatch(line -> line.contains("no samples file for math_rephrased_full"))
                .anyMatch(line -> line.contains("incomplete: 10 of 5000 samples"));
    }

    @Test
    void promptHashDoesNotSeeTheAddressesOfPythonFunctions() throws Exception {
        Path folder = logs.resolve("lm_eval/pyfade/eval_mmlu_pro_plus");
        Map<String, String> first = promptHashes(folder, "2025-10-14T14-44-39.372006");
        Map<String, String> second = promptHashes(folder, "2025-10-14T15-11-56.507865");

        assertThat(first).hasSize(3).isEqualTo(second);
        assertThat(new TreeSet<>(first.values())).hasSize(3);
    }

    private static Map<String, String> promptHashes(Path folder, String stamp) throws Exception {
        Map<String, String> hashes = new TreeMap<>();
        Path results = folder.resolve("results_" + stamp + ".json");
        for (SampleEvent event : Readings.of(new LmEvalReader(), results).events()) {
            hashes.put(event.task(), event.promptHash());
            assertThat(event.suite()).isEqualTo("mmlu_pro_plus");
            assertThat(event.slice()).isNotEmpty();
        }
        return hashes;
    }

    @Test
    void foldersOfSeveralRunsAreRefused() {
        BadInputException refusal =
                catchThrowableOfType(
                        BadInputException.class,
                        () -> Readings.of(new LmEvalReader(), logs.resolve("lm_eval/pyfade")));

        assertThat(refusal).hasMessageContaining("task gsm8k has rows from 2 evaluations");
    }

    @Test
    void otherToolsAreCalledByTheirNames() throws Exception {
        Map<String, String> names =
                Map.of(
                        "guidellm", "GuideLLM benchmarks",
                        "promptfoo", "promptfoo output",
                        "other/helm", "HELM output",
                        "other/inspect", "an Inspect log",
                        "vllm_benchmark_serving", "vLLM bench output");
        FormatDetector detector = FormatDetector.ofAll();
        for (Map.Entry<String, String> tool : names.entrySet()) {
            for (Path file : filesUnder(logs.resolve(tool.getKey()))) {
                BadInputException refusal =
                        catchThrowableOfType(
                                BadInputException.class,
                                () -> detector.reader(FormatDetector.AUTO, List.of(file)));
                assertThat(refusal).as(file.toString()).hasMessageContaining(tool.getValue());
            }
        }
        assertThat(detector.reader(FormatDetector.AUTO, List.of(logs.resolve("lm_eval"))).name())
                .isEqualTo("lm-eval");
    }

    private static List<Path> filesUnder(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    private List<Path> fullLogs() throws IOException {
        try (Stream<Path> list = Files.list(logs.resolve("lm_eval/truthfulqa-multi/en"))) {
            return list.sorted().toList();
        }
    }

    private static long distinct(
            Map<String, SampleEvent> events, Function<SampleEvent, String> field) {
        return events.values().stream().map(field).distinct().count();
    }
}
