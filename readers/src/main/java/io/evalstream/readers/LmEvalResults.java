package io.evalstream.readers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a results file of lm-evaluation-harness says about the run and its tasks. */
final class LmEvalResults {
    /** What in a task's configuration decides which text the model sees and how it is scored. */
    private static final List<String> PROMPT_FIELDS =
            List.of(
                    "description",
                    "doc_to_choice",
                    "doc_to_image",
                    "doc_to_target",
                    "doc_to_text",
                    "fewshot_config",
                    "fewshot_delimiter",
                    "fewshot_split",
                    "filter_list",
                    "gen_prefix",
                    "metric_list",
                    "output_type",
                    "process_docs",
                    "process_results",
                    "target_delimiter",
                    "use_prompt");

    private final Path path;
    private final JsonNode root;

    private LmEvalResults(Path path, JsonNode root) {
        this.path = path;
        this.root = root;
    }

    /** Reads a results file. */
    static LmEvalResults read(Path path) throws IOException, BadInputException {
        JsonNode root = PythonJson.document(path);
        if (!root.path("results").isObject()) {
            throw new BadInputException(
                    path, 0, "results", "is missing", "give the results_*.json of lm_eval");
        }
        // The environment report and the chat template are long and of no use here.
        ((ObjectNode) root).remove(List.of("pretty_env_info", "chat_template"));
        return new LmEvalResults(path, root);
    }

    Path path() {
        return path;
    }

    /** The tasks that were evaluated, without the groups that only average them. */
    List<String> tasks() {
        List<String> tasks = new ArrayList<>();
        String source = root.path("configs").isObject() ? "configs" : "results";
        root.path(source).fieldNames().forEachRemaining(tasks::add);
        root.path("groups").fieldNames().forEachRemaining(tasks::remove);
        return tasks;
    }

    String harnessVersion() {
        String version = text(root.path("lm_eval_version"));
        return version.isEmpty() ? text(root.path("git_hash")) : version;
    }

    String engine() {
        return text(root.path("config").path("model"));
    }

    String chatTemplateHash() {
        return text(root.path("chat_template_sha"));
    }

    String taskVersion(String task) {
        return text(root.path("versions").path(task));
    }

    /** The outermost group the task is a member of, however deep; empty when there is none. */
    String suite(String task) {
        String suite = "";
        Set<String> seen = new HashSet<>();
        String parent = parentOf(task);
        while (!parent.isEmpty() && seen.add(parent)) {
            suite = parent;
            parent = parentOf(parent);
        }
        if (!suite.isEmpty()) {
            return suite;
        }
        JsonNode group = root.path("configs").path(task).path("group");
        return text(group.isArray() ? group.path(0) : group);
    }

    private String parentOf(String member) {
        for (Map.Entry<String, JsonNode> group : root.path("group_subtasks").properties()) {
            for (JsonNode subtask : group.getValue()) {
                if (subtask.asText().equals(member) && !group.getKey().equals(member)) {
                    return group.getKey();
                }
            }
        }
        return "";
    }

    /** Whether more is better, or null when the file does not say. */
    Boolean higherIsBetter(String task, String metric) {
        JsonNode direction = root.path("higher_is_better").path(task).path(metric);
        if (direction.isBoolean()) {
            return direction.booleanValue();
        }
        for (JsonNode entry : root.path("configs").path(task).path("metric_list")) {
            JsonNode listed = entry.path("higher_is_better");
            if (text(entry.path("metric")).equals(metric) && listed.isBoolean()) {
                return listed.booleanValue();
            }
        }
        return null;
    }

    /** How many items were evaluated, or -1 when the file does not say. */
    long effectiveSamples(String task) {
        return root.path("n-samples").path(task).path("effective").asLong(-1);
    }

    /** The answer filters of a task in the order in which rows were written; at least one. */
    List<String> filters(String task) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode filter : root.path("configs").path(task).path("filter_list")) {
            names.add(text(filter.path("name")));
        }
        if (names.isEmpty()) {
            for (Map.Entry<String, JsonNode> entry : root.path("results").path(task).properties()) {
                int comma = entry.getKey().indexOf(',');
                if (comma > 0) {
                    names.add(entry.getKey().substring(comma + 1));
                }
            }
        }
        names.remove("");
        return names.isEmpty() ? List.of("none") : List.copyOf(names);
    }

    /** Whether the file reports an aggregate of a metric for the task. */
    boolean reports(String task, String metric) {
        for (Map.Entry<String, JsonNode> entry : root.path("results").path(task).properties()) {
            if (entry.getKey().equals(metric) || entry.getKey().startsWith(metric + ",")) {
                return true;
            }
        }
        return false;
    }

    /** When the evaluation began, milliseconds since the epoch, or -1. */
    long startMillis() {
        double seconds = number(root.path("date"));
        return seconds > 0 ? (long) (seconds * 1000) : -1;
    }

    /** How long the evaluation took, in milliseconds, or 0 when the file does not say. */
    long durationMillis() {
        double seconds = number(root.path("total_evaluation_time_seconds"));
        return seconds > 0 ? (long) (seconds * 1000) : 0;
    }

    /** SHA-256 over everything that decides which prompt an item becomes and how it is scored. */
    String promptHash(String task) {
        JsonNode config = root.path("configs").path(task);
        ObjectNode relevant = PythonJson.MAPPER.createObjectNode();
        for (String field : PROMPT_FIELDS) {
            put(relevant, field, config.path(field));
        }
        // A number of shots given on the command line shows here, not always in the configuration.
        JsonNode shots = root.path("n-shot").path(task);
        put(relevant, "num_fewshot", shots.isMissingNode() ? config.path("num_fewshot") : shots);
        put(relevant, "system_instruction", root.path("system_instruction"));
        if (root.path("fewshot_as_multiturn").asBoolean()) {
            // Absent in older versions, which behaved as with false.
            relevant.put("fewshot_as_multiturn", true);
        }
        return CanonicalJson.digest(relevant);
    }

    /** SHA-256 over how answers are sampled. */
    String generationHash(String task) {
        JsonNode config = root.path("configs").path(task);
        ObjectNode relevant = PythonJson.MAPPER.createObjectNode();
        put(relevant, "generation_kwargs", config.path("generation_kwargs"));
        put(relevant, "repeats", config.path("repeats"));
        put(relevant, "gen_kwargs", root.path("config").path("gen_kwargs"));
        return CanonicalJson.digest(relevant);
    }

    private static void put(ObjectNode target, String field, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            target.set(field, value);
        }
    }

    private static String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asText().strip() : "";
    }

    private static double number(JsonNode node) {
        // Durations are written as text, dates as numbers.
        return node.isNumber() || node.isTextual() ? node.asDouble(-1) : -1;
    }
}
