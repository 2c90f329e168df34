package io.evalstream.udfs.anonymize;

import java.time.YearMonth;

/**
 * Finds Korean registration numbers YYMMDD-SNNNNNN, of residents (S 1 to 4) or foreigners (5 to 8).
 *
 * <p>Numbers given out since October 2020 have no check digit, whatever the year of birth, so with
 * the hyphen a date that exists and S are enough. Thirteen digits in a row are something else more
 * often: they need the check digit or a word before them that says what they are. The second half
 * may be masked but for S.
 */
final class ResidentNumberDetector implements Detector {

    private static final int[] WEIGHTS = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
    private static final String[] WORDS = {
        "주민등록번호", "주민번호", "외국인등록번호", "등록번호", "resident number", "rrn"
    };

    private final char firstKind;
    private final char lastKind;

    /**
     * @param firstKind the lowest S
     * @param lastKind the highest
     */
    ResidentNumberDetector(char firstKind, char lastKind) {
        this.firstKind = firstKind;
        this.lastKind = lastKind;
    }

    @Override
    public void detect(FoldedText text, Findings findings) {
        for (int i = 0; i < text.length(); i++) {
            if (text.isDigit(i) && NumberBounds.canStart(text, i)) {
                int end = end(text, i);
                if (end > 0 && NumberBounds.canEnd(text, end)) {
                    findings.add(i, end);
                }
            }
        }
    }

    private int end(FoldedText text, int from) {
        for (int i = from; i < from + 6; i++) {
            if (!text.isDigit(i)) {
                return 0;
            }
        }
        int second = from + 6;
        while (second < from + 9 && (text.at(second) == '-' || text.at(second) == ' ')) {
            second++;
        }
        boolean hyphenated = text.text(from + 6, second).contains("-");
        boolean inOnePiece = second == from + 6;
        char kind = text.at(second);
        if (!hyphenated && !inOnePiece || kind < firstKind || kind > lastKind) {
            return 0;
        }
        int end = second + 1;
        boolean masked = !text.isDigit(end);
        while (end < second + 7 && (masked ? isMask(text.at(end)) : text.isDigit(end))) {
            end++;
        }
        if (end != second + 7 || !isDate(text, from, (kind - '1') / 2 % 2 == 0 ? 1900 : 2000)) {
            return 0;
        }
        if (hyphenated || masked) {
            return end;
        }
        return hasCheckDigit(text, from) || WordsBefore.say(text, from, WORDS) ? end : 0;
    }

    private static boolean isMask(char c) {
        return c == '*' || c == 'X' || c == 'x' || c == '●' || c == '○';
    }

    private static boolean isDate(FoldedText text, int from, int century) {
        int year = century + twoDigits(text, from);
        int month = twoDigits(text, from + 2);
        int day = twoDigits(text, from + 4);
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
    }

    private static int twoDigits(FoldedText text, int at) {
        return (text.at(at) - '0') * 10 + text.at(at + 1) - '0';
    }

    private boolean hasCheckDigit(FoldedText text, int from) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (text.at(from + i) - '0') * WEIGHTS[i];
        }
        int check = ((firstKind >= '5' ? 13 : 11) - sum % 11) % 10;
        return check == text.at(from + 12) - '0';
    }
}
