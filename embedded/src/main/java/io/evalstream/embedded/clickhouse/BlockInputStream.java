package io.evalstream.embedded.clickhouse;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of consecutive blocks as one stream. */
abstract class BlockInputStream extends InputStream {

    private byte[] block = new byte[0];
    private int position;
    private boolean ended;

    /** The next block's bytes, or null at the end. */
    abstract byte[] nextBlock() throws IOException;

    private boolean fill() throws IOException {
        while (!ended && position == block.length) {
            byte[] next = nextBlock();
            position = 0;
            ended = next == null;
            block = ended ? new byte[0] : next;
        }
        return !ended;
    }

    @Override
    public int read() throws IOException {
        return fill() ? block[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int size = Math.min(length, block.length - position);
        System.arraycopy(block, position, target, offset, size);
        position += size;
        return size;
    }
}
