package io.evalstream.cli.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/** Differences as people see them, and that nothing of either text is lost. */
class TextDiffTest {

    @Test
    void marksWholeWords() {
        assertThat(shown("the cat sat on a mat", "the dog sat on the mat"))
                .isEqualTo("the [-cat-]{+dog+} sat on [-a-]{+the+} mat");
    }

    @Test
    void marksLettersOfKorean() {
        assertThat(shown("버스에 46명이 있습니다.", "버스에 47명이 있었습니다."))
                .isEqualTo("버스에 [-46-]{+47+}명이 있{+었+}습니다.");
    }

    @Test
    void keepsPunctuationAndBlanksApart() {
        assertThat(shown("Is it so?", "Is it  so")).isEqualTo("Is it {+ +}so[-?-]");
    }

    @Test
    void readsABlankBetweenTwoChangesAsPartOfThem() {
        assertThat(shown("one two x", "three four x")).isEqualTo("[-one two-]{+three four+} x");
    }

    @Test
    void neverCutsALetterFromItsMarks() {
        String family = "👩‍👧";
        assertThat(shown(family, "👩‍👦")).isEqualTo("[-" + family + "-]{+👩‍👦+}");
        assertThat(shown("각", "간")).isEqualTo("[-각-]{+간+}");
    }

    @Test
    void emptyAndEqualTexts() {
        assertThat(TextDiff.of("", "")).isEmpty();
        assertThat(shown("a", "")).isEqualTo("[-a-]");
        assertThat(shown("", "a")).isEqualTo("{+a+}");
        assertThat(shown("a b", "a b")).isEqualTo("a b");
    }

    @Test
    void piecesMakeBothTextsAndMarkNoMoreThanNeeded() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            String first = text(random);
            String second = text(random);
            List<TextDiff.Piece> pieces = TextDiff.of(first, second);
            assertThat(side(pieces, TextDiff.Side.FIRST)).isEqualTo(first);
            assertThat(side(pieces, TextDiff.Side.SECOND)).isEqualTo(second);
            int alike = 0;
            for (TextDiff.Piece piece : pieces) {
                alike += piece.side() == TextDiff.Side.BOTH ? piece.text().length() : 0;
            }
            assertThat(alike).as(first + " / " + second).isEqualTo(common(first, second));
        }
    }

    @Test
    void textsWithNothingAlikeTakeNoLonger() {
        String first = "가나".repeat(10_000);
        String second = "다라".repeat(10_000);
        assertThat(shown("= " + first, "= " + second))
                .isEqualTo("= [-" + first + "-]{+" + second + "+}");
    }

    /** Letters of which each is a word, so that the longest common subsequence is by letter. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append("가나다".charAt(random.nextInt(3)));
        }
        return text.toString();
    }

    private static int common(String a, String b) {
        int[][] longest = new int[a.length() + 1][b.length() + 1];
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                longest[i][j] =
                        a.charAt(i - 1) == b.charAt(j - 1)
                                ? longest[i - 1][j - 1] + 1
                                : Math.max(longest[i - 1][j], longest[i][j - 1]);
            }
        }
        return longest[a.length()][b.length()];
    }

    private static String side(List<TextDiff.Piece> pieces, TextDiff.Side side) {
        StringBuilder text = new StringBuilder();
        for (TextDiff.Piece piece : pieces) {
            if (piece.side() == TextDiff.Side.BOTH || piece.side() == side) {
                text.append(piece.text());
            }
        }
        return text.toString();
    }

    private static String shown(String first, String second) {
        StringBuilder shown = new StringBuilder();
        for (TextDiff.Piece piece : TextDiff.of(first, second)) {
            switch (piece.side()) {
                case BOTH -> shown.append(piece.text());
                case FIRST -> shown.append("[-").append(piece.text()).append("-]");
                case SECOND -> shown.append("{+").append(piece.text()).append("+}");
            }
        }
        return shown.toString();
    }
}
