package io.evalstream.readers;

/** Cuts texts to the short forms of events, always into valid Unicode. */
final class ShortTexts {
    /** Longest short form, in UTF-16 units. */
    static final int MAX_LENGTH = 4_000;

    private ShortTexts() {}

    /** The beginning of a text, at most {@link #MAX_LENGTH} units, no surrogate pair split. */
    static String head(String text) {
        int end = Math.min(text.length(), MAX_LENGTH);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return valid(text.substring(0, end));
    }

    /** The end of a text, at most {@code length} units, no surrogate pair split. */
    static String tail(String text, int length) {
        int start = Math.max(text.length() - length, 0);
        if (start > 0 && Character.isLowSurrogate(text.charAt(start))) {
            start++;
        }
        return valid(text.substring(start));
    }

    /** The text with the replacement character in place of half surrogate pairs. */
    static String valid(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            if (repaired == null) {
                repaired = new StringBuilder(text);
            }
            repaired.setCharAt(i, '\uFFFD');
        }
        return repaired == null ? text : repaired.toString();
    }
}
