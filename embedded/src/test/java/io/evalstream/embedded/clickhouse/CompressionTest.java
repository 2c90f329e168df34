package io.evalstream.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.data.ClickHouseCityHash;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    /** A block with a right checksum over whatever it holds. */
    private static byte[] block(int method, byte[] content, int plain) {
        ByteBuffer block = ByteBuffer.allocate(25 + content.length).order(ByteOrder.LITTLE_ENDIAN);
        block.position(16);
        block.put((byte) method).putInt(9 + content.length).putInt(plain).put(content);
        long[] checksum = ClickHouseCityHash.cityHash128(block.array(), 16, 9 + content.length);
        block.putLong(0, checksum[0]).putLong(8, checksum[1]);
        return block.array();
    }

    @Property(tries = 1000)
    void noiseUnderARightChecksumNeverPassesForAnLz4Block(@ForAll @Size(max = 300) byte[] noise) {
        InputStream in = CompressedBlocks.reader(new ByteArrayInputStream(block(0x82, noise, 100)));
        try {
            assertThat(in.readAllBytes()).hasSize(100);
        } catch (IOException e) {
            assertThat(e).isInstanceOf(DamagedBodyException.class);
        }
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Example
    void readsBlocksWithoutCompressionAndEmptyOnes() throws IOException {
        byte[] blocks =
                joined(
                        block(0x02, new byte[] {1, 2}, 2),
                        block(0x02, new byte[0], 0),
                        block(0x82, new byte[] {0x10, 3}, 1));
        assertThat(CompressedBlocks.reader(new ByteArrayInputStream(blocks)).readAllBytes())
                .containsExactly(1, 2, 3);
    }

    /** Each would take more memory than there is, were it taken for true. */
    @Property(generation = GenerationMode.EXHAUSTIVE)
    void impossibleSizesAreRefused(@ForAll @IntRange(max = 3) int which) {
        int[][] sizes = {{8, 1}, {1 << 30, 1}, {100, 1 << 26}, {100, -1}};
        ByteBuffer block = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        block.put(16, (byte) 0x82).putInt(17, sizes[which][0]).putInt(21, sizes[which][1]);
        assertThatThrownBy(
                        () ->
                                CompressedBlocks.reader(new ByteArrayInputStream(block.array()))
                                        .readAllBytes())
                .isInstanceOf(DamagedBodyException.class)
                .hasMessageContaining("impossible sizes");
    }

    @Property(tries = 100)
    void anotherImplementationReadsOurFrames(
            @ForAll @IntRange(max = 300_000) int size,
            @ForAll @IntRange(min = 1, max = 256) int letters)
            throws IOException {
        byte[] plain = bytes(size, size, letters);
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        try (OutputStream out = Lz4.frameWriter(ours)) {
            out.write(plain);
        }
        try (InputStream in =
                new FramedLZ4CompressorInputStream(new ByteArrayInputStream(ours.toByteArray()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain);
        }
    }

    // Small: this encoder takes seconds for a megabyte.
    @Property(tries = 50)
    void weReadTheFramesOfAnotherImplementation(@ForAll @Size(max = 2000) byte[] plain)
            throws IOException {
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        try (OutputStream out = new FramedLZ4CompressorOutputStream(theirs)) {
            out.write(plain);
        }
        assertThat(Lz4.frameReader(new ByteArrayInputStream(theirs.toByteArray())).readAllBytes())
                .isEqualTo(plain);
    }
}
