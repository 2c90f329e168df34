package io.evalstream.jobs.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.data.format.BinaryStreamUtils;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Against the encoder of the official client. */
class RowBinaryBufferTest {

    private final RowBinaryBuffer buffer = new RowBinaryBuffer();

    /** Writes with the official encoder. */
    private interface Oracle {
        void write(OutputStream out) throws IOException;
    }

    @Property
    void integersAreLittleEndian(@ForAll int small, @ForAll long large) throws IOException {
        buffer.putInt32(small);
        buffer.putInt64(large);
        same(
                out -> {
                    BinaryStreamUtils.writeInt32(out, small);
                    BinaryStreamUtils.writeInt64(out, large);
                });
    }

    @Property
    void unsignedIntegersAreTheSameBytes(@ForAll long value) throws IOException {
        buffer.putInt64(value);
        buffer.putUInt8((int) (value & 0xFF));
        same(
                out -> {
                    BinaryStreamUtils.writeUnsignedInt64(
                            out, new BigInteger(Long.toUnsignedString(value)));
                    BinaryStreamUtils.writeUnsignedInt8(out, (int) (value & 0xFF));
                });
    }

    @Property
    void numbersKeepEveryBit(@ForAll("numbers") double value) throws IOException {
        buffer.putFloat64(value);
        same(out -> BinaryStreamUtils.writeFloat64(out, value));
    }

    @Property
    void nothingIsMarkedAsNull(@ForAll("numbers") double value) throws IOException {
        buffer.putNullableFloat64(value);
        same(
                out -> {
                    if (Double.isNaN(value)) {
                        BinaryStreamUtils.writeNull(out);
                    } else {
                        BinaryStreamUtils.writeNonNull(out);
                        BinaryStreamUtils.writeFloat64(out, value);
                    }
                });
    }

    @Provide
    Arbitrary<Double> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.doubles(), Arbitraries.of(Double.NaN, -0.0, Double.MIN_VALUE));
    }

    @Property
    void stringsHaveTheirLengthInBytes(@ForAll("texts") String text) throws IOException {
        buffer.putString(text);
        same(out -> BinaryStreamUtils.writeString(out, text));
    }

    @Property
    void arraysHaveTheirLength(@ForAll("lists") List<String> texts) throws IOException {
        buffer.putStrings(texts);
        same(
                out -> {
                    BinaryStreamUtils.writeVarInt(out, texts.size());
                    for (String text : texts) {
                        BinaryStreamUtils.writeString(out, text);
                    }
                });
    }

    @Provide
    Arbitrary<String> texts() {
        // Around 128 and 16,384 bytes the length takes one byte more.
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(50),
                Arbitraries.of("", "한국어", "😀", "\u0000"),
                Arbitraries.of(127, 128, 16_383, 16_384, 100_000).map("x"::repeat));
    }

    @Provide
    Arbitrary<List<String>> lists() {
        return texts().list().ofMaxSize(5);
    }

    @Property
    void bytesAreAStringOfAnything(@ForAll byte[] value) throws IOException {
        buffer.putBytes(value);
        same(
                out -> {
                    BinaryStreamUtils.writeVarInt(out, value.length);
                    out.write(value);
                });
    }

    @Property
    void anIdIsItsHexadecimalDigitsInOrder(@ForAll long high, @ForAll long low) throws IOException {
        buffer.putFixed16(high, low);
        byte[] id = new byte[16];
        byte[] high8 = BigInteger.valueOf(high).toByteArray();
        byte[] low8 = BigInteger.valueOf(low).toByteArray();
        Arrays.fill(id, 0, 8, (byte) (high < 0 ? -1 : 0));
        Arrays.fill(id, 8, 16, (byte) (low < 0 ? -1 : 0));
        System.arraycopy(high8, 0, id, 8 - high8.length, high8.length);
        System.arraycopy(low8, 0, id, 16 - low8.length, low8.length);
        same(out -> out.write(id));
    }

    @Property
    void aCutTextIsAPrefixWithoutHalfACharacter(@ForAll("wide") String text) throws IOException {
        int limit = 10;
        buffer.putString(text, limit);
        byte[] written = buffer.drain();
        String kept = new String(written, 1, written.length - 1, StandardCharsets.UTF_8);
        assertThat(written[0]).isEqualTo((byte) (written.length - 1));
        assertThat(text).startsWith(kept);
        assertThat(kept).doesNotContain("?", "\ufffd");
        assertThat(kept.length()).isBetween(Math.min(text.length(), limit - 1), limit);
    }

    @Provide
    Arbitrary<String> wide() {
        return Arbitraries.of("a", "é", "한", "😀")
                .list()
                .ofMaxSize(20)
                .map(l -> String.join("", l));
    }

    @Property(tries = 10)
    void aDrainedBufferIsEmpty(@ForAll long value) {
        buffer.putInt64(value);
        assertThat(buffer.size()).isEqualTo(8);
        assertThat(buffer.drain()).hasSize(8);
        assertThat(buffer.size()).isZero();
        assertThat(buffer.drain()).isEmpty();
    }

    private void same(Oracle oracle) throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        oracle.write(expected);
        assertThat(buffer.drain()).isEqualTo(expected.toByteArray());
    }
}
