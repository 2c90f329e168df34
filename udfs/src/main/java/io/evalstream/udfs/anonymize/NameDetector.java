package io.evalstream.udfs.anonymize;

/**
 * Finds the names of a list, as they are written there. A Korean name may be followed by titles and
 * particles, which stay; by other syllables it is part of a longer word.
 */
final class NameDetector implements Detector {

    private static final int MOST_SUFFIXES = 3;

    /** Particles, the copula and titles, as they follow names without a blank. */
    private static final String[] SUFFIXES = {
        "이", "가", "은", "는", "을", "를", "의", "와", "과", "도", "만", "에게", "에게서", "께", "께서", "한테", "한테서",
        "로", "으로", "랑", "이랑", "하고", "씨", "님", "군", "양", "아", "야", "이다", "입니다", "이에요", "예요", "이야",
        "이고", "라고", "이라고", "라는", "이라는", "처럼", "보다", "까지", "부터", "요", "네", "선생님", "교수님", "대리", "과장",
        "부장", "팀장", "사장", "고객", "환자"
    };

    private final NameList names;

    NameDetector(NameList names) {
        this.names = names;
    }

    @Override
    public void detect(FoldedText text, Findings findings) {
        for (int i = 0; i < text.length(); i++) {
            if (isPartOfWord(text, i - 1, i)) {
                continue;
            }
            int end = names.end(text, i);
            if (end > 0 && ends(text, end)) {
                findings.add(i, end);
                i = end - 1;
            }
        }
    }

    /** Whether two neighbours belong to one word; another script begins another word. */
    private static boolean isPartOfWord(FoldedText text, int left, int right) {
        if (isSyllable(text.at(left)) || isSyllable(text.at(right))) {
            return isSyllable(text.at(left)) && isSyllable(text.at(right));
        }
        return isLetterOrDigit(text.at(left)) && isLetterOrDigit(text.at(right));
    }

    private static boolean isLetterOrDigit(char c) {
        return c == '_' || c != FoldedText.NOTHING && Character.isLetterOrDigit(c);
    }

    private static boolean isSyllable(char c) {
        return c >= 0xAC00 && c <= 0xD7A3;
    }

    private static boolean ends(FoldedText text, int end) {
        if (!isPartOfWord(text, end - 1, end)) {
            return true;
        }
        return isSyllable(text.at(end)) && areSuffixes(text, end, MOST_SUFFIXES);
    }

    private static boolean areSuffixes(FoldedText text, int from, int most) {
        if (!isSyllable(text.at(from))) {
            return true;
        }
        for (String suffix : SUFFIXES) {
            if (most > 0
                    && text.startsWith(suffix, from)
                    && areSuffixes(text, from + suffix.length(), most - 1)) {
                return true;
            }
        }
        return false;
    }
}
