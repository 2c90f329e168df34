package io.evalstream.udfs.anonymize;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds telephone numbers: Korean mobile, fixed and internet lines, North American ones, and those
 * of any country with a plus (ITU-T E.164). Numbers of businesses without an area code (1588-…) and
 * emergency numbers are nobody's own and stay.
 */
final class PhoneDetector implements Detector {

    private static final int FEWEST_DIGITS = 8;
    private static final int FEWEST_DIGITS_IN_A_ROW = 10;
    private static final int MOST_DIGITS = 15;

    private static final String[] WORDS = {
        "전화", "연락처", "핸드폰", "휴대폰", "휴대전화", "폰", "팩스", "tel", "phone", "mobile", "cell", "fax",
        "call", "text", "number"
    };

    private static final int[] AREAS = {
        31, 32, 33, 41, 42, 43, 44, 51, 52, 53, 54, 55, 61, 62, 63, 64, 70, 80
    };

    /** Country codes of one or two digits; all others have three. */
    private static final Set<Integer> SHORT_COUNTRY_CODES =
            Set.of(
                    1, 7, 20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49,
                    51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90,
                    91, 92, 93, 94, 95, 98);

    private static final List<List<NumberPattern>> ANYWHERE = byFirst(anywhere());

    /** Numbers so bare that a word has to say what they are. */
    private static final List<List<NumberPattern>> AFTER_A_WORD = byFirst(afterAWord());

    private static List<NumberPattern> anywhere() {
        List<NumberPattern> patterns = new ArrayList<>();
        add(patterns, "010~####~####", "82-10-####-####", "0082-10-####-####");
        for (char carrier : "16789".toCharArray()) {
            add(patterns, "01" + carrier + "-###-####", "01" + carrier + "-####-####");
        }
        add(patterns, "050#-####-####", "050#-###-####");
        for (String area : areas()) {
            add(patterns, area + "-####-####", area + "-###-####");
            add(patterns, "(" + area + ")~####-####", "(" + area + ")~###-####");
        }
        add(patterns, "N##-N##-####", "1-N##-N##-####");
        add(patterns, "(N##)~N##-####", "1-(N##)~N##-####");
        return patterns;
    }

    private static List<NumberPattern> afterAWord() {
        List<NumberPattern> patterns = new ArrayList<>();
        add(patterns, "N##~N##~####", "1N##N######");
        for (String area : areas()) {
            add(patterns, area + "~####~####", area + "~###~####");
        }
        return patterns;
    }

    /** By the character they can begin with, as most fail at their first. */
    private static List<List<NumberPattern>> byFirst(List<NumberPattern> patterns) {
        List<List<NumberPattern>> lists = new ArrayList<>();
        for (char first = 0; first < 128; first++) {
            List<NumberPattern> list = new ArrayList<>();
            for (NumberPattern pattern : patterns) {
                char wanted = pattern.pattern().charAt(0);
                if (wanted == first || wanted == 'N' && first >= '2' && first <= '9') {
                    list.add(pattern);
                }
            }
            lists.add(List.copyOf(list));
        }
        return List.copyOf(lists);
    }

    private static List<String> areas() {
        List<String> areas = new ArrayList<>(List.of("02"));
        for (int area : AREAS) {
            areas.add("0" + area);
        }
        return areas;
    }

    private static void add(List<NumberPattern> patterns, String... added) {
        for (String pattern : added) {
            patterns.add(new NumberPattern(pattern));
        }
    }

    @Override
    public void detect(FoldedText text, Findings findings) {
        for (int i = 0; i < text.length(); i++) {
            if (text.at(i) == '+') {
                add(i, international(text, i), findings);
            } else if ((text.isDigit(i) || text.at(i) == '(') && NumberBounds.canStart(text, i)) {
                int end = longest(ANYWHERE, text, i);
                if (end == 0) {
                    end = longest(AFTER_A_WORD, text, i);
                    end = end > 0 && WordsBefore.say(text, i, WORDS) ? end : 0;
                }
                add(i, end, findings);
            }
        }
    }

    private static void add(int from, int end, Findings findings) {
        if (end > 0) {
            findings.add(from, end);
        }
    }

    private static int longest(List<List<NumberPattern>> patterns, FoldedText text, int from) {
        int longest = 0;
        for (NumberPattern pattern : patterns.get(text.at(from))) {
            int end = pattern.end(text, from);
            if (end > longest && NumberBounds.canEnd(text, end)) {
                longest = end;
            }
        }
        return longest;
    }

    /** The end of a number behind its plus, or 0. */
    private static int international(FoldedText text, int plus) {
        int country = countryCodeEnd(text, plus + 1);
        if (text.isWord(plus - 1) || country == 0) {
            return 0;
        }
        int digits = country - plus - 1;
        int end = country;
        int position = country;
        boolean separated = false;
        while (true) {
            int group = groupStart(text, position);
            int groupEnd = group;
            while (text.isDigit(groupEnd)) {
                groupEnd++;
            }
            boolean tooLong = digits + groupEnd - group > MOST_DIGITS;
            if (groupEnd == group || tooLong || groupEnd - group == 1 && position != country) {
                break;
            }
            separated |= group > position;
            digits += groupEnd - group;
            end = groupEnd;
            position = groupEnd;
        }
        boolean northAmerican = text.at(plus + 1) == '1';
        int fewest = separated ? FEWEST_DIGITS : FEWEST_DIGITS_IN_A_ROW;
        if (digits < fewest || northAmerican && digits != 11 || !NumberBounds.canEnd(text, end)) {
            return 0;
        }
        return end;
    }

    /** Where the next group of digits begins: behind one separator, (0) or an area in brackets. */
    private static int groupStart(FoldedText text, int position) {
        int start = position;
        if (text.at(start) == ' ' || text.at(start) == '-' || text.at(start) == '.') {
            start++;
        }
        if (text.startsWith("(0)", start)) {
            return text.at(start + 3) == ' ' ? start + 4 : start + 3;
        }
        if (text.at(start) == '(') {
            start++;
        } else if (start == position && text.at(start) == ')') {
            start++;
            return text.at(start) == ' ' || text.at(start) == '-' ? start + 1 : start;
        }
        return start;
    }

    private static int countryCodeEnd(FoldedText text, int from) {
        int code = 0;
        for (int digits = 1; digits <= 3; digits++) {
            if (!text.isDigit(from + digits - 1)) {
                return 0;
            }
            code = code * 10 + text.at(from + digits - 1) - '0';
            if (code == 0) {
                return 0;
            }
            if (digits == 3 || SHORT_COUNTRY_CODES.contains(code)) {
                return from + digits;
            }
        }
        return 0;
    }
}
