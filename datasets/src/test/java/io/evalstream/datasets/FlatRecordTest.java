package io.evalstream.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class FlatRecordTest {

    private static final List<String> FIELDS = List.of("id", "question", "answer", "질문");

    private static FlatRecord known() {
        FlatRecord flat = new FlatRecord();
        FIELDS.forEach(flat::add);
        return flat;
    }

    private static boolean takes(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return known().take(bytes, 0, bytes.length);
    }

    @Test
    void findsTextsNumbersAndLiterals() {
        byte[] bytes =
                "x{ \"question\" : \"a\\n\\u00e9\\ud83d\\ude00\\\"\" ,\"id\":-12.50,\"질문\":\"무엇\","
                        .concat("\"answer\":null}y")
                        .getBytes(StandardCharsets.UTF_8);
        FlatRecord flat = known();
        assertThat(flat.take(bytes, 1, bytes.length - 1)).isTrue();
        assertThat(flat.text(0)).isEqualTo("-12.50");
        assertThat(flat.isNumber(0)).isTrue();
        assertThat(flat.text(1)).isEqualTo("a\né😀\"");
        assertThat(flat.isNumber(1)).isFalse();
        assertThat(flat.text(2)).isNull();
        assertThat(flat.text(3)).isEqualTo("무엇");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "null",
                "{\"id\":1",
                "{\"id\":1}}",
                "{\"id\":1} x",
                "{\"id\":1,}",
                "{\"id\" 1}",
                "{id:1}",
                "{\"id\":01}",
                "{\"id\":1.}",
                "{\"id\":-}",
                "{\"id\":+1}",
                "{\"id\":NaN}",
                "{\"id\":nul}",
                "{\"id\":truex}",
                "{\"id\":1,\"id\":2}",
                "{\"id\":\"a\tb\"}",
                "{\"id\":\"a\\x\"}",
                "{\"id\":\"a\\u12G4\"}",
                "{\"id\":\"a\\ud800\"}",
                "{\"id\":\"a\\udc00\"}",
                "{\"id\":\"a\\ud800\\u0041\"}",
                "{\"id\":\"a",
                "{\"id\":\"a\\",
                "{\"id\":\"a\\\"}",
                "{\"id\":[1]}",
                "{\"id\":{}}",
                "{\"other\":1}",
                "{\"\\u0069d\":1}"
            })
    void leavesEverythingElseToTheParser(String json) {
        assertThat(takes(json)).isFalse();
    }

    /** Every text at every place against the eight bytes that are looked at together. */
    @Property(tries = 500)
    void agreesWithTheParser(
            @ForAll("records") Map<String, String> record,
            @ForAll @IntRange(min = 0, max = 9) int shift)
            throws IOException {
        ObjectMapper json = new ObjectMapper();
        byte[] written = json.writeValueAsBytes(record);
        byte[] bytes = new byte[written.length + shift];
        System.arraycopy(written, 0, bytes, shift, written.length);
        FlatRecord flat = known();
        if (record.isEmpty()) {
            return;
        }
        assertThat(flat.take(bytes, shift, bytes.length)).isTrue();
        for (int i = 0; i < FIELDS.size(); i++) {
            assertThat(flat.text(i)).isEqualTo(record.get(FIELDS.get(i)));
        }
    }

    @Provide
    Arbitrary<Map<String, String>> records() {
        Arbitrary<String> texts =
                Arbitraries.oneOf(
                        Arbitraries.strings().ascii().ofMaxLength(30),
                        Arbitraries.strings().withChars("가각힣é\"\\\n\t/").ofMaxLength(30),
                        Arbitraries.of("😀\"", "\\\\\\", "\u0000\u001f", "\u2028"));
        return Arbitraries.maps(Arbitraries.of(FIELDS), texts).ofMaxSize(4);
    }

    /** What is taken is what the strict parser reads; what it refuses is never taken. */
    @Property(tries = 3000)
    void neverTakesWhatTheParserRefuses(
            @ForAll("records") Map<String, String> record,
            @ForAll @Size(max = 3) List<@IntRange(min = 0, max = 1_000_000) Integer> places,
            @ForAll @IntRange(min = 0, max = 127) int replacement)
            throws IOException {
        byte[] bytes = new ObjectMapper().writeValueAsBytes(record);
        for (int place : places) {
            int at = place % bytes.length;
            if (bytes[at] >= 0) {
                bytes[at] =
                        (byte) (place % 3 == 0 ? "{}[]\",:\\u0e".charAt(place % 12) : replacement);
            }
        }
        FlatRecord flat = known();
        if (!flat.take(bytes, 0, bytes.length)) {
            return;
        }
        JsonNode parsed;
        try {
            parsed = Json.STRICT.readTree(Arrays.copyOf(bytes, bytes.length));
        } catch (JsonProcessingException e) {
            throw new AssertionError(new String(bytes, StandardCharsets.UTF_8), e);
        }
        assertThat(parsed).isInstanceOf(ObjectNode.class);
        for (int i = 0; i < FIELDS.size(); i++) {
            JsonNode value = parsed.get(FIELDS.get(i));
            assertThat(flat.text(i))
                    .isEqualTo(value == null || value.isNull() ? null : value.asText());
        }
    }
}
