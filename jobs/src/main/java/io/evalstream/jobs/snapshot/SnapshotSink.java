package io.evalstream.jobs.snapshot;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

import java.io.IOException;

/** Publishes versions of datasets. A task that is repeated publishes the same again. */
final class SnapshotSink implements Sink<SnapshotVersion> {
    private static final long serialVersionUID = 1L;

    private final DatasetFolder.Factory folders;

    SnapshotSink(DatasetFolder.Factory folders) {
        this.folders = folders;
    }

    @Override
    public SinkWriter<SnapshotVersion> createWriter(WriterInitContext context) throws IOException {
        DatasetFolder folder = folders.open();
        return new SinkWriter<>() {
            @Override
            public void write(SnapshotVersion version, Context context) throws IOException {
                VersionPublisher.publish(folder, version);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() throws IOException {
                folder.close();
            }
        };
    }
}
