package io.evalstream.readers;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/** The short forms of what went into the model, what came out, and what was expected. */
final class LmEvalTexts {
    private static final int PROMPT_TAIL = 2_000;
    private static final List<String> QUESTION_FIELDS =
            List.of("question", "problem", "query", "instruction", "prompt", "goal", "ctx");

    private LmEvalTexts() {}

    /** The item's question where it has one, else the end of the prompt. */
    static String input(JsonNode row) {
        for (String field : QUESTION_FIELDS) {
            JsonNode question = row.path("doc").path(field);
            if (question.isTextual() && !question.asText().isBlank()) {
                return ShortTexts.head(question.asText());
            }
        }
        return ShortTexts.tail(text(prompt(row.path("arguments"))), PROMPT_TAIL);
    }

    private static JsonNode prompt(JsonNode arguments) {
        // {"gen_args_0": {"arg_0": prompt, …}, …}, and in older versions [[prompt, …], …].
        JsonNode first = arguments.elements().hasNext() ? arguments.elements().next() : arguments;
        JsonNode prompt = first.isObject() ? first.path("arg_0") : first.path(0);
        return prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
    }

    /** The answer after the filter, else as generated; log likelihoods as compact JSON. */
    static String output(JsonNode row) {
        JsonNode filtered = row.path("filtered_resps");
        JsonNode answer = filtered.isMissingNode() ? row.path("resps") : filtered;
        while (answer.isArray() && answer.size() > 0 && !isChoices(answer)) {
            answer = answer.get(0);
        }
        return ShortTexts.head(text(answer));
    }

    /** Whether these are the (log likelihood, greedy) pairs of multiple choice. */
    private static boolean isChoices(JsonNode answers) {
        JsonNode first = answers.get(0);
        return (first.isArray() && answers.size() > 1) || first.isNumber();
    }

    /** The reference answer. */
    static String expected(JsonNode row) {
        return ShortTexts.head(text(row.path("target")));
    }

    private static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        return node.isValueNode() ? node.asText() : node.toString();
    }
}
