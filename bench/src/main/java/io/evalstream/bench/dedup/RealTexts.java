package io.evalstream.bench.dedup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.embedded.ServiceUnavailableException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** The published datasets beside the repository, as texts. */
final class RealTexts {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path datasets;

    private RealTexts(Path datasets) {
        this.datasets = datasets;
    }

    /**
     * Finds the data by EVALSTREAM_SHARED_DATA, else in shared/data above the repository.
     *
     * @param home the repository
     * @throws ServiceUnavailableException when there is none
     */
    static RealTexts find(Path home) throws IOException {
        String configured = System.getenv("EVALSTREAM_SHARED_DATA");
        List<Path> places = new ArrayList<>();
        if (configured != null && !configured.isBlank()) {
            places.add(Path.of(configured));
        }
        for (Path folder = home.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            places.add(folder.resolve("shared/data"));
        }
        for (Path place : places) {
            if (Files.isDirectory(place.resolve("datasets"))) {
                return new RealTexts(place.resolve("datasets"));
            }
        }
        throw new ServiceUnavailableException(
                "no published datasets; set EVALSTREAM_SHARED_DATA to the folder above datasets");
    }

    /** The prompts of HumanEval and of all its variants in ReCode; gold is the task. */
    List<CorpusText> recode() throws IOException {
        List<CorpusText> texts = new ArrayList<>();
        for (Path file : files("recode", ".jsonl")) {
            String suite = stem(file);
            for (JsonNode item : records(file)) {
                String task = required(item, "task_id", file);
                int gold = Integer.parseInt(task.substring(task.indexOf('/') + 1));
                texts.add(new CorpusText(suite + ":" + task, required(item, "prompt", file), gold));
            }
        }
        return texts;
    }

    /** Benchmarks of which there are two copies, by different people in different formats. */
    List<CorpusText> copies() throws IOException {
        List<CorpusText> texts = new ArrayList<>();
        texts.addAll(aime());
        texts.addAll(gsm8k());
        texts.addAll(humanEval());
        texts.addAll(field("mt_bench/evalchemy_question.jsonl", RealTexts::turns));
        texts.addAll(field("mt_bench/fastchat_question.jsonl", RealTexts::turns));
        texts.addAll(field("arc/ARC-Challenge-Test.jsonl", RealTexts::stemAndChoices));
        texts.addAll(rows("arc/arc_test.csv", 0, row -> String.join("\n", row.subList(0, 5))));
        texts.addAll(field("arc/arc_easy.jsonl", RealTexts::queryAndChoices));
        texts.addAll(field("truthfulqa/truthfulqa-multi_en_validation.json", "question"));
        texts.addAll(rows("truthfulqa/TruthfulQA.csv", 1, row -> row.get(2)));
        return texts;
    }

    /** Both copies of AIME 2024, 30 problems each. */
    List<CorpusText> aime() throws IOException {
        List<CorpusText> texts = field("aime/evalchemy_aime24.json", "problem");
        texts.addAll(field("aime/thaki_aime24.jsonl", "problem"));
        return texts;
    }

    /** Both copies of the test part of GSM8K, 1319 questions each. */
    List<CorpusText> gsm8k() throws IOException {
        List<CorpusText> texts = field("gsm8k/openai_test.jsonl", "question");
        texts.addAll(field("gsm8k/math-eval-harness_gsm8k_test.jsonl", "question"));
        return texts;
    }

    /** Both copies of HumanEval, 164 tasks each. */
    List<CorpusText> humanEval() throws IOException {
        List<CorpusText> texts = field("humaneval/openai_HumanEval.jsonl.gz", "prompt");
        texts.addAll(field("humaneval/evalchemy_humaneval-python.jsonl", "prompt"));
        return texts;
    }

    /** English questions, for noise and as a source of words. */
    List<String> english() throws IOException {
        List<String> texts = new ArrayList<>();
        add(texts, field("gsm8k/openai_train.jsonl", "question"));
        add(texts, field("ifeval/evalchemy_input_data.jsonl", "prompt"));
        add(texts, field("arc/arc_easy.jsonl", RealTexts::queryAndChoices));
        for (Path file : files("mmlu/test", "_test.csv")) {
            String name = datasets.relativize(file).toString();
            add(texts, rows(name, 0, row -> String.join("\n", row.subList(0, row.size() - 1))));
        }
        return texts;
    }

    /**
     * Korean sentences, for noise and as a source of words.
     *
     * @param home the repository, for its own
     */
    List<String> korean(Path home) throws IOException {
        List<String> texts = new ArrayList<>();
        add(texts, field("korean/klue-sts-v1.1_dev.json", "sentence1"));
        add(texts, field("korean/klue-sts-v1.1_dev.json", "sentence2"));
        Path own = home.resolve("datasets/raw/evalstream-mini/mini_facts_ko.jsonl");
        for (JsonNode item : records(own)) {
            texts.add(required(item, "question", own));
        }
        return texts;
    }

    private static void add(List<String> texts, List<CorpusText> items) {
        for (CorpusText item : items) {
            texts.add(item.text());
        }
    }

    private List<CorpusText> field(String name, String field) throws IOException {
        return field(name, item -> item.required(field).asText());
    }

    private List<CorpusText> field(String name, Function<JsonNode, String> text)
            throws IOException {
        Path file = datasets.resolve(name);
        List<CorpusText> texts = new ArrayList<>();
        for (JsonNode item : records(file)) {
            try {
                texts.add(CorpusText.of(id(file, texts.size()), text.apply(item)));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ", item " + texts.size() + ": " + e.getMessage(), e);
            }
        }
        return texts;
    }

    private List<CorpusText> rows(String name, int skipped, Function<List<String>, String> text)
            throws IOException {
        Path file = datasets.resolve(name);
        List<List<String>> rows = CsvRows.read(Files.readString(file));
        List<CorpusText> texts = new ArrayList<>();
        for (List<String> row : rows.subList(skipped, rows.size())) {
            texts.add(CorpusText.of(id(file, texts.size()), text.apply(row)));
        }
        return texts;
    }

    private List<Path> files(String folder, String end) throws IOException {
        try (var files = Files.list(datasets.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    /** Lines of JSON, or one array. */
    private static List<JsonNode> records(Path file) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                MappingIterator<JsonNode> values =
                        MAPPER.readerFor(JsonNode.class).readValues(in)) {
            values.forEachRemaining(records::add);
        }
        return records;
    }

    private static String required(JsonNode item, String field, Path file) throws IOException {
        JsonNode value = item.get(field);
        if (value == null) {
            throw new IOException(file + " has an item without " + field);
        }
        return value.asText();
    }

    private static String turns(JsonNode item) {
        StringJoiner text = new StringJoiner("\n");
        item.required("turns").forEach(turn -> text.add(turn.asText()));
        return text.toString();
    }

    private static String stemAndChoices(JsonNode item) {
        JsonNode question = item.required("question");
        StringJoiner text = new StringJoiner("\n").add(question.required("stem").asText());
        question.required("choices").forEach(c -> text.add(c.required("text").asText()));
        return text.toString();
    }

    private static String queryAndChoices(JsonNode item) {
        StringJoiner text = new StringJoiner("\n").add(item.required("query").asText());
        item.required("choices").forEach(choice -> text.add(choice.asText()));
        return text.toString();
    }

    private static String id(Path file, int row) {
        return stem(file) + "#" + row;
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.indexOf(".json") < 0 ? name.length() : name.indexOf(".json"));
    }
}
