package io.evalstream.readers;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rows of one samples file, validated one by one; both passes read through it. */
final class LmEvalRows implements Closeable {
    private static final Set<String> STANDARD =
            Set.of(
                    "doc_id",
                    "doc",
                    "target",
                    "arguments",
                    "resps",
                    "filtered_resps",
                    "filter",
                    "metrics",
                    "doc_hash",
                    "prompt_hash",
                    "target_hash");
    private static final int LONGEST_SLICE = 64;
    private static final Pattern NUMERAL =
            Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    /**
     * One metric of one row.
     *
     * @param value the number; NaN when there is none
     * @param reason why there is no number; empty when there is one
     */
    record Measure(String metric, double value, String reason) {}

    /**
     * One answer to one item, by one filter.
     *
     * @param index its place in the file, from 0
     * @param skipped metrics whose value here is no per-sample number
     */
    record Row(
            long index,
            String filter,
            String itemKey,
            String slice,
            List<Measure> measures,
            List<String> skipped,
            JsonNode json) {}

    private final Path file;
    private final String task;
    private final Optional<LmEvalResults> results;
    private final List<String> unnamedFilters;
    private final LineSource lines;
    private final ItemKeys keys = new ItemKeys();
    private final Map<String, LongSet> docIdsByFilter = new HashMap<>();
    private long rows;

    LmEvalRows(LmEvalFiles.TaskFile taskFile) throws IOException {
        this.file = taskFile.path();
        this.task = taskFile.task();
        this.results = taskFile.results();
        this.unnamedFilters = results.map(r -> r.filters(task)).orElse(List.of("none"));
        this.lines = new LineSource(file);
    }

    /** The next row, or null at the end of the file. */
    Row next() throws IOException, BadInputException {
        byte[] line = lines.next();
        if (line == null) {
            return null;
        }
        JsonNode row = PythonJson.object(file, lines, line);
        JsonNode doc = row.path("doc");
        if (doc.isMissingNode() || doc.isNull()) {
            throw bad("doc", "is missing", "give a file that lm_eval wrote with --log_samples");
        }
        String filter = filterOf(row);
        List<Measure> measures = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (String metric : metricsOf(row)) {
            measure(row, metric, measures, skipped);
        }
        if (measures.isEmpty() && skipped.isEmpty()) {
            throw bad("metrics", "the row has no metric", "check the task's metric_list");
        }
        return new Row(
                rows++, filter, keys.next(doc, filter), sliceOf(doc), measures, skipped, row);
    }

    /** How many rows were read. */
    long count() {
        return rows;
    }

    /** The keys of the rows so far. */
    ItemKeys keys() {
        return keys;
    }

    private String filterOf(JsonNode row) throws BadInputException {
        JsonNode docId = row.path("doc_id");
        if (!docId.isMissingNode() && !docId.canConvertToLong()) {
            throw bad("doc_id", "is not a whole number", "correct the row");
        }
        JsonNode named = row.path("filter");
        if (named.isTextual()) {
            String filter = ShortTexts.valid(named.asText());
            if (!docId.isMissingNode() && !isFirst(filter, docId.asLong())) {
                throw bad(
                        "doc_id",
                        "document " + docId.asLong() + " occurs twice with filter " + filter,
                        "the file holds two evaluations; give each its own");
            }
            return filter;
        }
        if (docId.isMissingNode()) {
            return unnamedFilters.get(0);
        }
        // Older versions write a document once per filter, in the order of the filters, unnamed.
        for (String filter : unnamedFilters) {
            if (isFirst(filter, docId.asLong())) {
                return filter;
            }
        }
        throw bad(
                "doc_id",
                "document "
                        + docId.asLong()
                        + " occurs more often than there are filters "
                        + unnamedFilters,
                results.isEmpty()
                        ? "put the results_*.json beside the file, it names the filters"
                        : "the file holds two evaluations; give each its own");
    }

    private boolean isFirst(String filter, long docId) {
        return docIdsByFilter.computeIfAbsent(filter, name -> new LongSet()).add(docId);
    }

    private List<String> metricsOf(JsonNode row) throws BadInputException {
        List<String> names = new ArrayList<>();
        JsonNode declared = row.path("metrics");
        if (declared.isArray()) {
            for (JsonNode metric : declared) {
                if (!row.has(metric.asText())) {
                    throw bad(metric.asText(), "is named in metrics but absent", "correct the row");
                }
                names.add(metric.asText());
            }
        } else {
            for (Map.Entry<String, JsonNode> field : row.properties()) {
                if (!STANDARD.contains(field.getKey())) {
                    names.add(field.getKey());
                }
            }
        }
        return names;
    }

    private void measure(JsonNode row, String metric, List<Measure> measures, List<String> skipped)
            throws BadInputException {
        JsonNode value = row.get(metric);
        String name = ShortTexts.valid(metric);
        switch (value.getNodeType()) {
            case NUMBER -> measures.add(measured(name, value.doubleValue()));
            case BOOLEAN -> measures.add(measured(name, value.booleanValue() ? 1 : 0));
            case NULL -> measures.add(new Measure(name, Double.NaN, name + " is null in the log"));
            case STRING -> {
                double number = pythonNumber(value.asText());
                if (!Double.isNaN(number) || value.asText().equals("nan")) {
                    measures.add(measured(name, number));
                } else if (isNoMetric(row, metric)) {
                    skipped.add(name);
                } else {
                    throw bad(
                            metric,
                            "is the text "
                                    + ShortTexts.tail(value.toString(), 60)
                                    + ", not a number",
                            "correct the task's process_results and evaluate again");
                }
            }
            // The raw parts of corpus metrics, such as (log likelihood, words) of perplexity.
            case ARRAY, OBJECT, POJO, BINARY, MISSING -> skipped.add(name);
        }
    }

    private static Measure measured(String metric, double value) {
        boolean number = !Double.isNaN(value) && !Double.isInfinite(value);
        return number
                ? new Measure(metric, value, "")
                : new Measure(metric, Double.NaN, metric + " is " + value + " in the log");
    }

    /** The number in a text: numpy's own floats and booleans are logged as text. NaN if none. */
    private static double pythonNumber(String text) {
        return switch (text) {
            case "True" -> 1;
            case "False" -> 0;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> NUMERAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        };
    }

    private boolean isNoMetric(JsonNode row, String key) {
        return !row.path("metrics").isArray()
                && results.isPresent()
                && !results.get().reports(task, key);
    }

    private static String sliceOf(JsonNode doc) {
        for (String field : List.of("category", "subject")) {
            JsonNode value = doc.path(field);
            if (value.isTextual()) {
                String slice = value.asText().strip();
                if (!slice.isEmpty() && slice.length() <= LONGEST_SLICE) {
                    return ShortTexts.valid(slice);
                }
            }
        }
        return "";
    }

    private BadInputException bad(String field, String problem, String remedy) {
        return new BadInputException(file, lines.number(), field, problem, remedy);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
