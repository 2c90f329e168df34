package io.evalstream.udfs.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.text.Normalizer;
import java.util.Random;

class TextNormalizationTest {

    /** Where characters behave unlike most: marks, jamo, surrogates, ligatures, blanks. */
    private static final int[] ODD = {
        0x300, 0x316, 0x30C, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xD83D, 0xDE00, 0x1F600, 0xFB01, 0xA0,
        0x3000, 0x2028, 0x130, 0x1E9E, 0x3A3, 0x345, 0xA8, 0x200D, 0xFDFA, 0x4A, 0x20, 0x9, 0x212B
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'  Hello \t\n World  '|'hello world'",
                "'a\u00a0b\u3000c\u2028d\u0085e'|'a b c d e'",
                "'ＡＢＣ ｶﾞ ﬁ №1'|'abc ガ fi no1'",
                "'x[1] = 3.5;'|'x[1] = 3.5;'",
                "'ΟΔΟΣ'|'οδος'",
                "'J\u030c'|'\u01f0'",
                "'   '|''",
                "''|''",
                "'a\u200bb'|'a\u200bb'",
                "'\ud83dX'|'\ud83dx'"
            })
    void givesTheNormalForm(String text, String normal) {
        assertThat(TextNormalization.normalize(text)).isEqualTo(normal);
    }

    @Test
    void composedAndDecomposedKoreanAreEqual() {
        String text = "대한민국의 수도는 서울";
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
        assertThat(decomposed).isNotEqualTo(text);
        assertThat(TextNormalization.normalize(decomposed)).isEqualTo(text);
    }

    @Test
    void aNormalTextIsReturnedAsItIs() {
        String text = "already normal: 1 + 1 = 2";
        assertThat(TextNormalization.normalize(text)).isSameAs(text);
    }

    @Property(tries = 3000)
    void normalisingTwiceChangesNothing(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            int odd = ODD[random.nextInt(ODD.length)];
            text.appendCodePoint(random.nextBoolean() ? odd : random.nextInt(0x110000));
        }
        String once = TextNormalization.normalize(text.toString());
        assertThat(TextNormalization.normalize(once)).isEqualTo(once);
        assertThat(once).doesNotContain("  ").doesNotStartWith(" ").doesNotEndWith(" ");
    }

    @Property(tries = 1000)
    void canonicallyEqualTextsHaveOneForm(@ForAll String text) {
        assertThat(TextNormalization.normalize(Normalizer.normalize(text, Normalizer.Form.NFD)))
                .isEqualTo(TextNormalization.normalize(text));
    }

    /** Without pieces, half a million marks in a row take minutes to order. */
    @Test
    @Timeout(10)
    void aMegabyteOfMarksTakesNoTime() {
        String marks = "a" + "\u0300\u0316".repeat(500_000);
        assertThat(TextNormalization.normalize(marks))
                .startsWith("\u00e0\u0316")
                .hasSize(1_000_000);
    }
}
