package io.evalstream.datasets;

import java.util.List;

/** What an answer stands for: the text of the choice it names, or itself. */
final class Answers {

    /** Before the final answer of a worked solution, as GSM8K has it. */
    private static final String FINAL = "\n#### ";

    private Answers() {}

    /**
     * The answer as a text that is comparable between files that name it differently.
     *
     * @param answer as the file has it; null where it has none
     * @param number whether the file has it as a number
     * @throws IllegalArgumentException when the form asks for a choice and there is none such
     */
    static String of(String answer, boolean number, Choices choices, AnswerForm form) {
        if (answer == null) {
            return choices.right().isEmpty() ? null : String.join("\n", choices.right());
        }
        if (choices.texts().isEmpty()) {
            int marked = answer.lastIndexOf(FINAL);
            return marked < 0 ? answer : answer.substring(marked + FINAL.length()).strip();
        }
        return switch (form) {
            case TEXT -> answer;
            case LABEL -> named(answer, labelled(answer.strip(), choices), choices, "label");
            case INDEX -> named(answer, place(answer.strip(), 0), choices, "place from 0");
            case ANY -> any(answer, number, choices);
        };
    }

    private static String named(String answer, int place, Choices choices, String form) {
        // Files without the answers of a test have an empty text or -1 instead.
        if (answer.isBlank() || answer.equals("-1")) {
            return null;
        }
        if (place < 0 || place >= choices.texts().size()) {
            throw new IllegalArgumentException(
                    "\""
                            + answer
                            + "\" is no "
                            + form
                            + " of "
                            + choices.texts().size()
                            + " choices");
        }
        return choices.texts().get(place);
    }

    private static int labelled(String answer, Choices choices) {
        int place = choices.labels().indexOf(answer);
        if (place >= 0 || !choices.labels().isEmpty()) {
            return place;
        }
        int letter = letter(answer);
        return letter >= 0 ? letter : place(answer, 1);
    }

    private static String any(String answer, boolean number, Choices choices) {
        List<String> texts = choices.texts();
        String trimmed = answer.strip();
        int place = choices.labels().indexOf(trimmed);
        if (place < 0 && !number && texts.contains(answer)) {
            return answer;
        }
        if (place < 0) {
            place = letter(trimmed);
        }
        if (place < 0) {
            place = place(trimmed, 0);
        }
        return place >= 0 && place < texts.size() ? texts.get(place) : answer;
    }

    /** The place of a letter, also in brackets; -1 where the answer is none. */
    private static int letter(String answer) {
        int at = answer.length() == 3 && answer.charAt(0) == '(' && answer.charAt(2) == ')' ? 1 : 0;
        if (at == 0 && answer.length() != 1) {
            return -1;
        }
        char c = answer.charAt(at);
        return c >= 'A' && c <= 'Z' ? c - 'A' : -1;
    }

    private static int place(String answer, int first) {
        if (answer.isEmpty() || answer.length() > 3) {
            return -1;
        }
        int place = 0;
        for (int i = 0; i < answer.length(); i++) {
            char c = answer.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            place = place * 10 + c - '0';
        }
        return place - first;
    }
}
