package io.evalstream.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.data.ClickHouseCityHash;

import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;

class CompressionTest {

    private static byte[] bytes(int size, long seed, int letters) {
        byte[] result = new byte[size];
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) {
            result[i] = (byte) random.nextInt(letters);
        }
        return result;
    }

    @Property(tries = 2000)
    void checksumsAreThoseOfTheClient(@ForAll @Size(max = 700) byte[] bytes) {
        long[] expected = ClickHouseCityHash.cityHash128(bytes, 0, bytes.length);
        assertThat(CityHash128.of(bytes, bytes.length))
                .isEqualTo(new CityHash128(expected[0], expected[1]));
    }

    @Property(tries = 300)
    void decodesWhatAnotherEncoderWrites(
            @ForAll @IntRange(max = 200_000) int size,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 256) int letters)
            throws IOException {
        byte[] plain = bytes(size, seed, letters);
        byte[] block = LZ4Factory.safeInstance().fastCompressor().compress(plain);
        assertThat(Lz4.decode(block, 0, block.length, plain.length)).isEqualTo(plain);
    }

    @Property(tries = 200)
    void anotherDecoderReadsStoredBlocks(@ForAll @IntRange(max = 70_000) int size) {
        byte[] plain = bytes(size, size, 256);
        byte[] block = Lz4.literals(plain, size);
        assertThat(LZ4Factory.safeInstance().safeDecompressor().decompress(block, size))
                .isEqualTo(plain);
    }

    @Property(tries = 1000)
    void damagedBlocksNeverPass(@ForAll @Size(max = 300) byte[] noise) {
        try {
            assertThat(Lz4.decode(noise, 0, noise.length, 100)).hasSize(100);
        } catch (IOException e) {
            assertThat(e).isInstanceOf(DamagedBodyException.class);
        }
    }

    @Property(tries = 100)
    void blocksSurviveTheRoundTripAndNotDamage(
            @ForAll @IntRange(min = 1, max = 200_000) int size, @ForAll long seed)
            throws IOException {
        byte[] plain = bytes(size, seed, 256);
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (OutputStream out = CompressedBlocks.writer(encoded)) {
            out.write(plain);
        }
        byte[] blocks = encoded.toByteArray();
        assertThat(CompressedBlocks.reader(new ByteArrayInputStream(blocks)).readAllBytes())
                .isEqualTo(plain);
        blocks[Math.floorMod(seed, blocks.length)] ^= 4;
        assertThatThrownBy(
                        () ->
                                CompressedBlocks.reader(new ByteArrayInputStream(blocks))
                                        .readAllBytes())
                .isInstanceOf(DamagedBodyException.class);
        byte[] cut = Arrays.copyOf(encoded.toByteArray(), blocks.length - 1);
        assertThatThrownBy(
                        () -> CompressedBlocks.reader(new ByteArrayInputStream(cut)).readAllBytes())
                .isInstanceOf(DamagedBodyException.class);
    }

    @Property(tries = 100)
    void framesAreThoseOfAnotherImplementation(
            @ForAll @IntRange(max = 300_000) int size,
            @ForAll @IntRange(min = 1, max = 256) int letters)
            throws IOException {
        byte[] plain = bytes(size, size, letters);
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        try (OutputStream out = new LZ4FrameOutputStream(theirs)) {
            out.write(plain);
        }
        assertThat(Lz4Frames.reader(new ByteArrayInputStream(theirs.toByteArray())).readAllBytes())
                .isEqualTo(plain);
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        try (OutputStream out = Lz4Frames.writer(ours)) {
            out.write(plain);
        }
        try (LZ4FrameInputStream in =
                new LZ4FrameInputStream(new ByteArrayInputStream(ours.toByteArray()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain);
        }
    }
}
