package io.evalstream.udfs.anonymize;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The placeholders of one record: {@code [EMAIL_1]}, {@code [EMAIL_2]}, in the order of appearance.
 *
 * <p>Numbers keep who is who within a question, which a bare {@code [EMAIL]} loses ("forward what a
 * sent to b"). They begin anew with every record, so that nobody is followed from one record to the
 * next, and questions that differ only in such data become equal.
 */
final class Placeholders {

    private final Map<DataKind, Map<String, Integer>> numbers = new EnumMap<>(DataKind.class);
    private final Map<DataKind, Integer> highest = new EnumMap<>(DataKind.class);

    /** A placeholder that stands in a text already, from its bracket to behind the other. */
    record Standing(int from, int to) {}

    /** Finds those of an earlier pass; their numbers are not given out again. */
    List<Standing> standing(String text) {
        List<Standing> standing = new ArrayList<>();
        for (int i = text.indexOf('['); i >= 0; i = text.indexOf('[', i + 1)) {
            for (DataKind kind : DataKind.values()) {
                int end = end(text, i, kind);
                if (end > 0) {
                    standing.add(new Standing(i, end));
                }
            }
        }
        return standing;
    }

    private int end(String text, int open, DataKind kind) {
        if (!text.startsWith(kind.name(), open + 1)) {
            return 0;
        }
        int end = open + 1 + kind.name().length();
        if (end < text.length() && text.charAt(end) == '_') {
            int number = 0;
            int from = ++end;
            while (end < text.length() && end - from < 8 && Character.isDigit(text.charAt(end))) {
                number = number * 10 + Character.digit(text.charAt(end++), 10);
            }
            if (end == from) {
                return 0;
            }
            highest.merge(kind, number, Math::max);
        }
        return end < text.length() && text.charAt(end) == ']' ? end + 1 : 0;
    }

    /** What to write for something found; the same for the same, whatever its punctuation. */
    String of(DataKind kind, String folded) {
        Map<String, Integer> known = numbers.computeIfAbsent(kind, k -> new HashMap<>());
        Integer number = known.get(essence(folded));
        if (number == null) {
            number = highest.merge(kind, 1, Integer::sum);
            known.put(essence(folded), number);
        }
        return "[" + kind + "_" + number + "]";
    }

    private static String essence(String folded) {
        StringBuilder essence = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c == '@' || c == ':' || Character.isLetterOrDigit(c)) {
                essence.append(c);
            }
        }
        return essence.toString().toLowerCase(Locale.ROOT);
    }
}
