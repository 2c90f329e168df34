package io.evalstream.embedded.clickhouse;

import java.io.IOException;
import java.io.InputStream;

/** A request body behind a decoder; whatever that throws says that the body is damaged. */
final class DecodedBody extends InputStream {

    /** Starts to decode, for which it may read. */
    interface Decoder {
        InputStream open(InputStream encoded) throws IOException;
    }

    private final InputStream encoded;
    private final Decoder decoder;
    private InputStream decoded;

    DecodedBody(InputStream encoded, Decoder decoder) {
        this.encoded = encoded;
        this.decoder = decoder;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            if (decoded == null) {
                decoded = decoder.open(encoded);
            }
            return decoded.read(target, offset, length);
        } catch (IOException | RuntimeException e) {
            throw new DamagedBodyException("the body is damaged or cut off: " + e.getMessage());
        }
    }
}
