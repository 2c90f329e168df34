package io.evalstream.readers;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A format that is known by sight but not read, so that a refusal can name it.
 *
 * @param name how users call it
 * @param keys key paths that a file of it begins with, see {@link JsonShape}
 */
record ForeignFormat(String name, List<String> keys) {
    /** How a file without a byte is described. */
    static final String EMPTY = "an empty file";

    private static final List<ForeignFormat> KNOWN =
            List.of(
                    of("DeepEval output", "testCases", "metricsScores"),
                    of("DeepEval output", "testCases", "testPassed"),
                    of("DeepEval output", "testCases/[]/metricsData"),
                    of("DeepEval output", "testRunData"),
                    of("GuideLLM benchmarks", "metadata/guidellm_version"),
                    of("GuideLLM benchmarks", "benchmarks/[]/type_"),
                    of("promptfoo output", "evalId", "results"),
                    of("promptfoo output", "promptIdx", "testIdx"),
                    of("HELM output", "adapter_spec"),
                    of("HELM output", "[]/instance_id", "[]/train_trial_index"),
                    of("HELM output", "[]/name/name", "[]/count"),
                    of("HELM output", "name", "definition_path"),
                    of("an Inspect log", "eval/eval_id"),
                    of("vLLM bench output", "request_throughput"),
                    of("vLLM bench output", "num_prompts", "mean_ttft_ms"),
                    of("an openai/evals log", "spec/eval_name"),
                    of("an openai/evals log", "spec/completion_fns"),
                    of("Evalchemy output", "results", "config", "git_hash"));

    private static ForeignFormat of(String name, String... keys) {
        return new ForeignFormat(name, List.of(keys));
    }

    /** What a file looks like, as a noun phrase such as {@code DeepEval output}. */
    static String describe(byte[] head) {
        if (head.length == 0) {
            return EMPTY;
        }
        String magic = new String(head, 0, Math.min(4, head.length), StandardCharsets.ISO_8859_1);
        if (magic.equals("PAR1")) {
            return "a Parquet file";
        }
        if (magic.startsWith("PK")) {
            return "a zip archive (Inspect .eval files are zip archives)";
        }
        if (isBinary(head)) {
            return "a binary file";
        }
        JsonShape shape = JsonShape.of(head);
        for (ForeignFormat format : KNOWN) {
            if (shape.paths().containsAll(format.keys)) {
                return format.name;
            }
        }
        String start = new String(head, StandardCharsets.UTF_8).stripLeading();
        if (start.regionMatches(true, 0, "<!doctype", 0, 9)
                || start.toLowerCase(Locale.ROOT).startsWith("<html")) {
            return "a web page";
        }
        return shape.json() ? "JSON of an unknown tool" : "unknown text";
    }

    private static boolean isBinary(byte[] head) {
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return true;
            }
        }
        return false;
    }
}
