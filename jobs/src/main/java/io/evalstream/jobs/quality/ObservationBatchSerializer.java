package io.evalstream.jobs.quality;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

import java.io.IOException;

/** Writes what the results have in common once, and their rows as they are. */
public final class ObservationBatchSerializer extends ImmutableSerializer<ObservationBatch> {
    private static final long serialVersionUID = 1L;

    /** Carries nothing of its own. */
    public static final ObservationBatchSerializer INSTANCE = new ObservationBatchSerializer();

    private static final int UNSTATED = 2;

    @Override
    public void serialize(ObservationBatch batch, DataOutputView target) throws IOException {
        SeriesHead head = batch.head();
        StringValue.writeString(head.runId(), target);
        StringValue.writeString(head.model(), target);
        StringValue.writeString(head.modelTag(), target);
        StringValue.writeString(head.imageDigest(), target);
        StringValue.writeString(head.task(), target);
        StringValue.writeString(head.metric(), target);
        StringValue.writeString(head.filter(), target);
        target.writeByte(head.higherIsBetter() == null ? UNSTATED : head.higherIsBetter() ? 1 : 0);
        StringValue.writeString(head.comparability().identity(), target);
        StringValue.writeString(head.comparability().settings(), target);
        target.writeInt(batch.texts().length);
        for (String text : batch.texts()) {
            StringValue.writeString(text, target);
        }
        target.writeInt(batch.rows());
        target.writeInt(batch.bytes().length);
        target.write(batch.bytes());
    }

    @Override
    public ObservationBatch deserialize(DataInputView source) throws IOException {
        SeriesHead head =
                new SeriesHead(
                        StringValue.readString(source),
                        StringValue.readString(source),
                        StringValue.readString(source),
                        StringValue.readString(source),
                        StringValue.readString(source),
                        StringValue.readString(source),
                        StringValue.readString(source),
                        stated(source.readByte()),
                        new Comparability(
                                StringValue.readString(source), StringValue.readString(source)));
        String[] texts = new String[source.readInt()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = StringValue.readString(source);
        }
        int rows = source.readInt();
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return new ObservationBatch(head, texts, rows, bytes);
    }

    private static Boolean stated(int code) {
        return code == UNSTATED ? null : (Boolean) (code == 1);
    }

    @Override
    public TypeSerializerSnapshot<ObservationBatch> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What is kept of the serializer: its class. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ObservationBatch> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
