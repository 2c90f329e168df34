package io.evalstream.cli.dedup;

import io.evalstream.jobs.dedup.engine.Duplicate;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes duplicates to one local file in the order they come; a new attempt begins it again. */
public final class DuplicateFileSink implements Sink<Duplicate> {
    private static final long serialVersionUID = 1L;

    private final String file;

    public DuplicateFileSink(String file) {
        this.file = file;
    }

    @Override
    public SinkWriter<Duplicate> createWriter(WriterInitContext context) throws IOException {
        return new LineWriter(Files.newBufferedWriter(Path.of(file)));
    }

    private record LineWriter(BufferedWriter lines) implements SinkWriter<Duplicate> {
        @Override
        public void write(Duplicate duplicate, Context context) throws IOException {
            lines.write(JobText.line(duplicate));
            lines.write('\n');
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            lines.flush();
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
