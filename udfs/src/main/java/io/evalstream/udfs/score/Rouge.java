package io.evalstream.udfs.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * ROUGE-N and ROUGE-L as F1 (Lin, "ROUGE: a package for automatic evaluation of summaries", 2004).
 *
 * <p>Words are runs of letters, marks and digits of any script in lower case, without stemming. On
 * ASCII text that is what rouge-score 0.1.2 does; that library leaves out every other letter, so
 * that Korean would always score 0.
 */
public final class Rouge {

    /** Longest n-gram that is counted. */
    public static final int LONGEST = 9;

    private Rouge() {}

    /**
     * F1 of the n-grams both texts have, repeated ones counted as often as both have them.
     *
     * @param order words in an n-gram, in [1, {@value #LONGEST}]
     * @return in [0, 1]; 0 where a text is too short
     */
    public static double ngrams(int order, String candidate, String reference) {
        if (order < 1 || order > LONGEST) {
            throw new IllegalArgumentException(
                    "n-grams have 1 to " + LONGEST + " words, not " + order);
        }
        NgramNumbers numbers = new NgramNumbers();
        int[] words = numbers.number(words(candidate));
        int[] others = numbers.number(words(reference));
        int[] ngrams = words;
        int[] otherNgrams = others;
        for (int i = 2; i <= order; i++) {
            ngrams = numbers.extend(words, ngrams, i);
            otherNgrams = numbers.extend(others, otherNgrams, i);
        }
        int size = numbers.size(order);
        int[] counts = NgramNumbers.count(ngrams, size);
        int[] otherCounts = NgramNumbers.count(otherNgrams, size);
        long common = 0;
        for (int i = 0; i < size; i++) {
            common += Math.min(counts[i], otherCounts[i]);
        }
        return f1(common, ngrams.length, otherNgrams.length);
    }

    /**
     * F1 of the longest common subsequence of words.
     *
     * @return in [0, 1]; 0 where a text has no words
     */
    public static double longestCommonSubsequence(String candidate, String reference) {
        NgramNumbers numbers = new NgramNumbers();
        int[] words = numbers.number(words(candidate));
        int[] others = numbers.number(words(reference));
        long common = LongestCommonSubsequence.length(words, others, numbers.size(1));
        return f1(common, words.length, others.length);
    }

    /** The words of a text, in order. */
    static List<String> words(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < lower.length(); ) {
            int point = lower.codePointAt(i);
            if (isOfWord(point)) {
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                words.add(lower.substring(start, i));
                start = -1;
            }
            i += Character.charCount(point);
        }
        if (start >= 0) {
            words.add(lower.substring(start));
        }
        return words;
    }

    private static boolean isOfWord(int point) {
        if (Character.isLetterOrDigit(point)) {
            return true;
        }
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    private static double f1(long common, int candidate, int reference) {
        if (common == 0) {
            return 0;
        }
        return 2.0 * common / ((double) candidate + reference);
    }
}
