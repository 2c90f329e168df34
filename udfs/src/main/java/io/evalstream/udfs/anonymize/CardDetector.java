package io.evalstream.udfs.anonymize;

/**
 * Finds numbers of payment cards: issuer and length as ISO/IEC 7812 gives them out, the check digit
 * of Luhn, written in one piece or in the groups that are printed on cards.
 */
final class CardDetector implements Detector {

    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;

    private static final int[][] GROUPS = {
        {4, 4, 4, 4, 3}, {4, 4, 4, 4}, {4, 6, 5}, {4, 6, 4}, {4, 4, 4, 1}
    };

    @Override
    public void detect(FoldedText text, Findings findings) {
        for (int i = 0; i < text.length(); i++) {
            if (text.isDigit(i) && NumberBounds.canStart(text, i)) {
                int end = end(text, i);
                if (end > 0) {
                    findings.add(i, end);
                }
            }
        }
    }

    private static int end(FoldedText text, int from) {
        int run = from;
        while (run - from <= LONGEST && text.isDigit(run)) {
            run++;
        }
        if (run - from >= SHORTEST) {
            return isCard(text, from, run) ? run : 0;
        }
        for (int[] groups : GROUPS) {
            int end = groupedEnd(text, from, groups);
            if (end > 0 && isCard(text, from, end)) {
                return end;
            }
        }
        return 0;
    }

    private static int groupedEnd(FoldedText text, int from, int[] groups) {
        char separator = text.at(from + groups[0]);
        if (separator != ' ' && separator != '-' && separator != '.') {
            return 0;
        }
        int position = from;
        for (int g = 0; g < groups.length; g++) {
            if (g > 0 && text.at(position++) != separator) {
                return 0;
            }
            for (int k = 0; k < groups[g]; k++) {
                if (!text.isDigit(position++)) {
                    return 0;
                }
            }
        }
        return position;
    }

    private static boolean isCard(FoldedText text, int from, int to) {
        if (!NumberBounds.canEnd(text, to)) {
            return false;
        }
        StringBuilder digits = new StringBuilder(LONGEST);
        for (int i = from; i < to; i++) {
            if (text.isDigit(i)) {
                digits.append(text.at(i));
            }
        }
        return isIssued(digits) && passesLuhn(digits);
    }

    /**
     * Visa, Mastercard, American Express, Discover, JCB, Diners, UnionPay, Korean domestic cards.
     */
    private static boolean isIssued(StringBuilder digits) {
        int length = digits.length();
        int two = Integer.parseInt(digits, 0, 2, 10);
        int four = Integer.parseInt(digits, 0, 4, 10);
        if (digits.charAt(0) == '4') {
            return length == 13 || length == 16 || length == 19;
        }
        if (two >= 51 && two <= 55 || four >= 2221 && four <= 2720) {
            return length == 16;
        }
        if (two == 34 || two == 37) {
            return length == 15;
        }
        if (four >= 3528 && four <= 3589 || four == 6011 || four >= 6440 && four <= 6599) {
            return length >= 16 && length <= 19;
        }
        if (two == 36 || two == 38 || two == 39 || four >= 3000 && four <= 3059) {
            return length == 14 || length == 16;
        }
        if (two == 62) {
            return length >= 16 && length <= 19;
        }
        return (two == 94 || two == 95) && length == 16;
    }

    private static boolean passesLuhn(StringBuilder digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit : digit * 2;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }
}
