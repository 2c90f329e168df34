package io.evalstream.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Against the decoder of the platform. */
class Utf8Test {

    @Property(tries = 20_000)
    void findsWhatTheStrictDecoderRefuses(@ForAll("nearlyText") byte[] bytes) {
        assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0).isEqualTo(isValid(bytes));
    }

    @Property
    void acceptsEveryText(@ForAll("texts") String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(-1);
    }

    @Property
    void findsTheFirstOfACharacter(@ForAll("texts") String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int expected = text.indexOf('z');
        int at = Utf8.firstOf('z', bytes, 0, bytes.length);
        assertThat(at)
                .isEqualTo(
                        expected < 0
                                ? bytes.length
                                : text.substring(0, expected)
                                        .getBytes(StandardCharsets.UTF_8)
                                        .length);
    }

    private static boolean isValid(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "z", "plain ", "가", "힣", "é", "😀", "\uFFFF", "\u0800", "\u07FF", "\n")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    /** Texts of which a byte at the borders of what is allowed was put somewhere. */
    @Provide
    Arbitrary<byte[]> nearlyText() {
        int[] borders = {
            0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
            0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
        };
        Arbitrary<int[]> added =
                Arbitraries.integers()
                        .between(0, borders.length - 1)
                        .map(i -> borders[i])
                        .array(int[].class)
                        .ofMaxSize(3);
        Arbitrary<Integer> places = Arbitraries.integers().between(0, 200);
        return Combinators.combine(texts(), places, added).as(Utf8Test::with);
    }

    private static byte[] with(String text, int place, int[] added) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < added.length && bytes.length > 0; i++) {
            bytes[(place + i) % bytes.length] = (byte) added[i];
        }
        return bytes;
    }
}
