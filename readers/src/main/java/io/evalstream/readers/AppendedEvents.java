package io.evalstream.readers;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a JSONL file that is still being written, each completed with what the user knows of
 * the run. A line counts once its line break is there.
 */
public final class AppendedEvents implements Closeable {
    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final MissingFields missing;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    private long line;

    /**
     * @throws IOException when the file cannot be opened
     */
    public AppendedEvents(Path file, RunIdentity identity) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.missing = new MissingFields(identity);
    }

    /**
     * Returns the events of the lines completed since the last call; empty when there are none.
     * Blank lines are passed over.
     *
     * @throws BadInputException when the file has become shorter
     */
    public List<byte[]> next() throws IOException, BadInputException {
        if (channel.size() < channel.position()) {
            throw new BadInputException(
                    file, line, "", "the file has become shorter", "follow a file that only grows");
        }
        List<byte[]> events = new ArrayList<>();
        while (channel.read(chunk.clear()) > 0) {
            chunk.flip();
            while (chunk.hasRemaining()) {
                byte next = chunk.get();
                if (next != '\n') {
                    begun.write(next);
                    continue;
                }
                line++;
                byte[] complete = begun.toByteArray();
                begun.reset();
                if (!new String(complete, StandardCharsets.ISO_8859_1).isBlank()) {
                    events.add(missing.fill(complete));
                }
            }
        }
        return events;
    }

    /** The number of complete lines so far. */
    public long line() {
        return line;
    }

    /** Whether there is a line whose end has not been written. */
    public boolean hasBegunLine() {
        return begun.size() > 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
