package io.evalstream.udfs.sketch;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * The kinds of sketches that are kept as bytes.
 *
 * <p>An image is "ES", the letter of the kind, the version 1, the CRC-32C of the rest, and then the
 * portable image of Apache DataSketches. The check comes first because that library reads memory
 * beyond its array when an image lies about its size.
 */
public enum SketchImage {
    KLL('K'),
    REQ('R'),
    THETA('T');

    /** Bytes before the portable image. */
    public static final int HEADER = 8;

    private final int mark;

    SketchImage(char letter) {
        this.mark = 'E' << 24 | 'S' << 16 | letter << 8 | 1;
    }

    /** The image around a portable one. */
    byte[] wrap(byte[] portable) {
        return ByteBuffer.allocate(HEADER + portable.length)
                .putInt(mark)
                .putInt(checksum(portable, 0))
                .put(portable)
                .array();
    }

    /**
     * The portable image in an image.
     *
     * @throws IllegalArgumentException if these bytes are not an image of this kind
     */
    byte[] unwrap(byte[] image) {
        boolean whole =
                image.length > HEADER
                        && ByteBuffer.wrap(image).getInt() == mark
                        && ByteBuffer.wrap(image).getInt(Integer.BYTES) == checksum(image, HEADER);
        if (!whole) {
            throw new IllegalArgumentException(
                    "these "
                            + image.length
                            + " bytes are not a "
                            + name().toLowerCase(Locale.ROOT)
                            + " sketch");
        }
        return Arrays.copyOfRange(image, HEADER, image.length);
    }

    private static int checksum(byte[] bytes, int from) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, bytes.length - from);
        return (int) checksum.getValue();
    }
}
