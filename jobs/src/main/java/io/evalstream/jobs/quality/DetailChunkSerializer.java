package io.evalstream.jobs.quality;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the details of results; slices and clusters once a chunk, digests as the bytes they are.
 */
public final class DetailChunkSerializer extends ImmutableSerializer<DetailChunk> {
    private static final long serialVersionUID = 1L;

    /** Carries nothing of its own. */
    public static final DetailChunkSerializer INSTANCE = new DetailChunkSerializer();

    /** Smaller chunks are still growing. */
    private static final int WORTH_KEEPING = 512;

    private static final int DIGEST_DIGITS = 64;

    /** No key has so many bytes; stands for the length of a digest. */
    private static final int DIGEST = 0xFFFF;

    private static final byte[] DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    @Override
    public void serialize(DetailChunk chunk, DataOutputView target) throws IOException {
        byte[] encoded = chunk.encoded();
        if (encoded == null) {
            encoded = encode(chunk);
            if (chunk.size() >= WORTH_KEEPING) {
                chunk.encoded(encoded);
            }
        }
        target.writeShort(chunk.size());
        target.writeInt(encoded.length);
        target.write(encoded);
    }

    private static byte[] encode(DetailChunk chunk) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64 * chunk.size() + 64);
        Map<Text, Integer> known = new IdentityHashMap<>();
        for (int row = 0; row < chunk.size(); row++) {
            writeItem(chunk.item(row).utf8(), out);
            writeRepeated(chunk.slice(row), known, out);
            writeRepeated(chunk.cluster(row), known, out);
            out.writeInt(chunk.dispatchIndex(row));
            out.writeByte(chunk.outcome(row));
            out.writeDouble(chunk.latencyMs(row));
        }
        return out.getCopyOfBuffer();
    }

    private static void writeItem(byte[] utf8, DataOutputSerializer out) throws IOException {
        if (!isDigest(utf8)) {
            out.writeShort(utf8.length);
            out.write(utf8);
            return;
        }
        out.writeShort(DIGEST);
        for (int i = 0; i < DIGEST_DIGITS; i += 2) {
            out.writeByte(digit(utf8[i]) << 4 | digit(utf8[i + 1]));
        }
    }

    private static boolean isDigest(byte[] utf8) {
        boolean isDigest = utf8.length == DIGEST_DIGITS;
        for (int i = 0; isDigest && i < DIGEST_DIGITS; i++) {
            isDigest = digit(utf8[i]) >= 0;
        }
        return isDigest;
    }

    /** The value of a lower-case hexadecimal digit, or −1. */
    private static int digit(byte letter) {
        if (letter >= '0' && letter <= '9') {
            return letter - '0';
        }
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private static byte[] readItem(DataInputView in) throws IOException {
        int length = in.readUnsignedShort();
        if (length != DIGEST) {
            byte[] utf8 = new byte[length];
            in.readFully(utf8);
            return utf8;
        }
        byte[] utf8 = new byte[DIGEST_DIGITS];
        for (int i = 0; i < DIGEST_DIGITS; i += 2) {
            int both = in.readUnsignedByte();
            utf8[i] = DIGITS[both >> 4];
            utf8[i + 1] = DIGITS[both & 15];
        }
        return utf8;
    }

    /** A number, and at its first occurrence the text it stands for. */
    private static void writeRepeated(Text text, Map<Text, Integer> known, DataOutputSerializer out)
            throws IOException {
        Integer number = known.get(text);
        if (number != null) {
            out.writeShort(number);
            return;
        }
        out.writeShort(known.size());
        known.put(text, known.size());
        out.writeInt(text.utf8().length);
        out.write(text.utf8());
    }

    private static Text readRepeated(List<Text> known, DataInputView in) throws IOException {
        int number = in.readUnsignedShort();
        if (number == known.size()) {
            byte[] utf8 = new byte[in.readInt()];
            in.readFully(utf8);
            known.add(unpooled(utf8));
        }
        return known.get(number);
    }

    /** Stands for a text until the pool of its model is known. */
    private static Text unpooled(byte[] utf8) {
        return new Text(utf8, 0);
    }

    @Override
    public DetailChunk deserialize(DataInputView source) throws IOException {
        int n = source.readShort();
        byte[] encoded = new byte[source.readInt()];
        source.readFully(encoded);
        DataInputDeserializer in = new DataInputDeserializer(encoded);
        List<Text> known = new ArrayList<>();
        Text[] item = new Text[n];
        Text[] slice = new Text[n];
        Text[] cluster = new Text[n];
        int[] dispatchIndex = new int[n];
        byte[] outcome = new byte[n];
        double[] latencyMs = new double[n];
        for (int row = 0; row < n; row++) {
            item[row] = unpooled(readItem(in));
            slice[row] = readRepeated(known, in);
            cluster[row] = readRepeated(known, in);
            dispatchIndex[row] = in.readInt();
            outcome[row] = in.readByte();
            latencyMs[row] = in.readDouble();
        }
        return new DetailChunk(item, slice, cluster, dispatchIndex, outcome, latencyMs, n);
    }

    @Override
    public TypeSerializerSnapshot<DetailChunk> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What is kept of the serializer: its class. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<DetailChunk> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
