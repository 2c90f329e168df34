package io.evalstream.readers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortTextsTest {
    private static final String FACE = "\uD83D\uDE00";

    @Test
    void cutsBetweenCharactersAndNotWithinOne() {
        String text = "x".repeat(ShortTexts.MAX_LENGTH - 1) + FACE;

        assertThat(ShortTexts.head(text)).isEqualTo("x".repeat(ShortTexts.MAX_LENGTH - 1));
        assertThat(ShortTexts.head("x" + FACE)).isEqualTo("x" + FACE);
        assertThat(ShortTexts.tail(FACE + "yz", 3)).isEqualTo("yz");
        assertThat(ShortTexts.tail(FACE + "yz", 4)).isEqualTo(FACE + "yz");
    }

    @Test
    void replacesHalfPairs() {
        assertThat(ShortTexts.valid("a\uD83Db\uDE00" + FACE)).isEqualTo("a\uFFFDb\uFFFD" + FACE);
    }
}
