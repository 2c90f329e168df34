package io.evalstream.embedded.clickhouse;

import java.io.IOException;
import java.io.OutputStream;

/** Cuts a stream into blocks of a fixed size, the last one shorter. */
abstract class BlockOutputStream extends OutputStream {

    private final byte[] block;
    private int filled;
    private boolean closed;

    BlockOutputStream(int blockBytes) {
        this.block = new byte[blockBytes];
    }

    abstract void writeBlock(byte[] bytes, int size) throws IOException;

    /** Writes what follows the last block and closes what is below. */
    abstract void end() throws IOException;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int size = Math.min(length - done, block.length - filled);
            System.arraycopy(source, offset + done, block, filled, size);
            filled += size;
            done += size;
            if (filled == block.length) {
                emit();
            }
        }
    }

    private void emit() throws IOException {
        if (filled > 0) {
            writeBlock(block, filled);
            filled = 0;
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            emit();
            end();
        }
    }
}
