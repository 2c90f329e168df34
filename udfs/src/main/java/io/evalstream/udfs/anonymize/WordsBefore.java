package io.evalstream.udfs.anonymize;

/** Looks for a word that says what follows it: {@code token: x}, {@code "token": "x"}, 토큰은 x. */
final class WordsBefore {

    private static final int MOST_SEPARATORS = 6;
    private static final String SEPARATORS = " \t:=\"'`>";
    private static final String[] LINKS = {" is", "번호", "은", "는", "이", "가", "를", "을"};

    private WordsBefore() {}

    /**
     * @param position where the thing itself begins
     * @param words in lower case
     */
    static boolean say(FoldedText text, int position, String[] words) {
        int end = separators(text, position);
        for (String link : LINKS) {
            if (text.endsWith(link, end) && endsWithOne(text, end - link.length(), words)) {
                return true;
            }
        }
        return endsWithOne(text, end, words);
    }

    private static int separators(FoldedText text, int position) {
        int end = position;
        while (position - end < MOST_SEPARATORS && SEPARATORS.indexOf(text.at(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static boolean endsWithOne(FoldedText text, int end, String[] words) {
        for (String word : words) {
            if (text.endsWith(word, end) && beginsWord(text, end - word.length())) {
                return true;
            }
        }
        return false;
    }

    /** As in "token", "api_key" and "apiKey", and not in "monkey". */
    private static boolean beginsWord(FoldedText text, int position) {
        return !text.isLetter(position)
                || !text.isLetter(position - 1)
                || Character.isUpperCase(text.at(position))
                        && Character.isLowerCase(text.at(position - 1));
    }
}
