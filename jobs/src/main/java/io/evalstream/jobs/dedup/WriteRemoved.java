package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Duplicate;
import io.evalstream.jobs.dedup.engine.RemovedLine;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes every duplicate as a line of a file, which is there when it is complete. */
final class WriteRemoved extends AbstractStreamOperator<Void>
        implements OneInputStreamOperator<Duplicate, Void>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final String file;
    private transient Path unfinished;
    private transient BufferedWriter lines;

    WriteRemoved(String file) {
        this.file = file;
    }

    @Override
    public void open() throws Exception {
        super.open();
        Path folder = Path.of(file).toAbsolutePath().getParent();
        Files.createDirectories(folder);
        unfinished = Files.createTempFile(folder, ".removed-", ".part");
        lines = Files.newBufferedWriter(unfinished);
    }

    @Override
    public void processElement(StreamRecord<Duplicate> element) throws IOException {
        lines.write(RemovedLine.of(element.getValue()));
        lines.write('\n');
    }

    @Override
    public void endInput() throws IOException {
        lines.close();
        Files.move(unfinished, Path.of(file), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws Exception {
        try {
            if (lines != null) {
                lines.close();
                Files.deleteIfExists(unfinished);
            }
        } finally {
            super.close();
        }
    }
}
