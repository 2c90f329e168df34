package io.evalstream.udfs.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Random;

class TextNormalizerTest {

    /** Where characters behave unlike most, beside plain ones of several scripts. */
    private static final int[] ODD = {
        'a', 'Z', ' ', '\t', 0x85, 0xA0, 0x3000, 0x2028, 0x300, 0x316, 0x30C, 0x1100, 0x1161,
        0x11A8, 0xAC00, 0xB300, 0x3131, 0x314F, 0xFFA1, 0xFF76, 0xFF9E, 0xD83D, 0xDE00, 0x1F600,
        0x1F469, 0x200D, 0xFE0F, 0x1F52C, 0x1F3FD, 0xFB01, 0x130, 0x1E9E, 0x3A3, 0x3F9, 0x345, 0xA8,
        0xB4, 0xBD, 0x2026, 0xFDFA, 0x4A, 0x212B, 0xE9, 0x4E2D, 0xF900, 0x2F800, 0x20000, 0x1F100
    };

    private final TextNormalizer normalizer = new TextNormalizer();

    @Property(tries = 20_000)
    void isTheDefinition(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        int kinds = 1 + random.nextInt(3);
        for (int i = random.nextInt(24); i > 0; i--) {
            int kind = random.nextInt(kinds);
            int odd = ODD[random.nextInt(ODD.length)];
            text.appendCodePoint(
                    kind == 0 ? random.nextInt(128) : kind == 1 ? odd : random.nextInt(0x110000));
        }
        isTheDefinition(text.toString());
    }

    @Test
    void isTheDefinitionForEveryCharacterBetweenOthers() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            String one = Character.toString(point);
            isTheDefinition(one);
            isTheDefinition("A" + one + "\u0301 " + one + "  b" + one + "\u1161" + one + "\u3099");
        }
    }

    /** Neither what comes before nor behind a plain letter changes the form of any character. */
    @Test
    void isTheDefinitionForEveryPairWithTheOddOnes() {
        for (int point = 0; point < 0x10000; point++) {
            for (int odd : new int[] {'e', 0xAC00, 0x4E2D, 0xE9, 0x2026, 0x30AB, 0xFE0F, 0x1F600}) {
                isTheDefinition(Character.toString(odd) + Character.toString(point));
            }
        }
    }

    private void isTheDefinition(String text) {
        String normal = TextNormalization.ofWhole(text);
        normalizer.normalize(text);
        if (!normalizer.text().equals(normal)) {
            assertThat(escaped(normalizer.text())).as(escaped(text)).isEqualTo(escaped(normal));
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String decoded = new String(bytes, StandardCharsets.UTF_8);
        if (decoded.equals(text)) {
            int encoded = normalizer.encode();
            byte[] expected = normal.getBytes(StandardCharsets.UTF_8);
            assertThat(Arrays.equals(normalizer.utf8(), 0, encoded, expected, 0, expected.length))
                    .isTrue();
        }
        normalizer.normalize(bytes, 0, bytes.length);
        String ofBytes = TextNormalization.ofWhole(decoded);
        if (!normalizer.text().equals(ofBytes)) {
            assertThat(escaped(normalizer.text())).as(escaped(text)).isEqualTo(escaped(ofBytes));
        }
        byte[] expected = ofBytes.getBytes(StandardCharsets.UTF_8);
        int encoded = normalizer.encode();
        assertThat(Arrays.equals(normalizer.utf8(), 0, encoded, expected, 0, expected.length))
                .as(escaped(text))
                .isTrue();
    }

    /** Eight bytes at a time or one by one, wherever the words and their blanks are. */
    @Property(tries = 20_000)
    void isTheDefinitionForWordsAndBlanks(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            // Cyrillic as well as Korean: two bytes each, with capitals, and three.
            int first = new int[] {'!', 0x410, 0xAC00}[random.nextInt(3)];
            for (int letters = random.nextInt(20); letters > 0; letters--) {
                text.append((char) (first + random.nextInt(0x7F - '!' + 1)));
            }
            text.append(
                    new String[] {" ", "  ", "\t", "\n ", "가", "é", "…", "\u0001"}
                            [random.nextInt(8)]);
        }
        isTheDefinition(text.toString());
    }

    @Property(tries = 2000)
    void anyBytesAreReadAsTheDecoderReadsThem(@ForAll byte[] bytes, @ForAll long seed) {
        byte[] some = bytes.clone();
        Random random = new Random(seed);
        for (int i = 0; i + 3 < some.length && random.nextBoolean(); i += 4) {
            System.arraycopy("가".getBytes(StandardCharsets.UTF_8), 0, some, i, 3);
        }
        normalizer.normalize(some, 0, some.length);
        assertThat(normalizer.text())
                .isEqualTo(TextNormalization.ofWhole(new String(some, StandardCharsets.UTF_8)));
    }

    @Test
    void surrogatesWithoutTheirHalvesHaveBytesOfTheirOwn() {
        normalizer.normalize("a\ud83d");
        byte[] high = Arrays.copyOf(normalizer.utf8(), normalizer.encode());
        normalizer.normalize("a\ude00");
        byte[] low = Arrays.copyOf(normalizer.utf8(), normalizer.encode());
        assertThat(high).hasSize(4).isNotEqualTo(low);
    }

    @Test
    void composedAndDecomposedKoreanHaveEqualBytes() {
        String text = "대한민국의 수도는 서울";
        normalizer.normalize(text);
        byte[] composed = Arrays.copyOf(normalizer.utf8(), normalizer.encode());
        normalizer.normalize(Normalizer.normalize(text, Normalizer.Form.NFD));
        byte[] decomposed = Arrays.copyOf(normalizer.utf8(), normalizer.encode());
        assertThat(decomposed).isEqualTo(composed);
        assertThat(new String(composed, StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void tenMegabytesAreRead() {
        String text = "Ä 가나다 𝒳 … ".repeat(1_000_000);
        normalizer.normalize(text);
        assertThat(normalizer.length()).isEqualTo("ä 가나다 x ... ".length() * 1_000_000 - 1);
        normalizer.normalize("b");
        assertThat(normalizer.text()).isEqualTo("b");
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            escaped.append(String.format("\\u%04x", (int) text.charAt(i)));
        }
        return escaped.toString();
    }
}
