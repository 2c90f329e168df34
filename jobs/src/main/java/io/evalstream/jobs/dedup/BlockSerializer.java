package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes a block as its columns, each at once. */
public final class BlockSerializer extends TypeSerializerSingleton<Block> {
    private static final long serialVersionUID = 1L;

    /** Carries nothing of its own. */
    public static final BlockSerializer INSTANCE = new BlockSerializer();

    private static final int DIGESTS = 0;
    private static final int BANDS = 1;
    private static final int TEXTS = 2;
    private static final int PAIRS = 3;
    private static final int WANTED = 4;
    private static final int EDGES = 5;
    private static final int COPIES = 6;
    private static final int DECISIONS = 7;
    private static final int ROWS = 8;
    private static final int REMOVALS = 9;

    @Override
    public void serialize(Block block, DataOutputView to) throws IOException {
        if (block instanceof Block.Digests b) {
            head(DIGESTS, b.target(), to);
            write(b.high(), to);
            write(b.low(), to);
            write(b.numbers(), to);
            write(b.answers(), to);
            write(b.lengths(), to);
        } else if (block instanceof Block.Bands b) {
            head(BANDS, b.target(), to);
            write(b.numbers(), to);
            write(b.lengths(), to);
            write(b.sketches(), to);
            write(b.keys(), to);
        } else if (block instanceof Block.Texts b) {
            head(TEXTS, b.target(), to);
            write(b.numbers(), to);
            write(b.answers(), to);
            write(b.ends(), to);
            write(b.bytes(), to);
        } else if (block instanceof Block.Pairs b) {
            head(PAIRS, b.target(), to);
            write(b.first(), to);
            write(b.second(), to);
        } else if (block instanceof Block.Wanted b) {
            head(WANTED, b.target(), to);
            to.writeInt(b.consumer());
            write(b.numbers(), to);
        } else if (block instanceof Block.Edges b) {
            head(EDGES, b.target(), to);
            write(b.first(), to);
            write(b.second(), to);
            write(b.distances(), to);
            write(b.lengths(), to);
            write(b.firstAnswers(), to);
            write(b.secondAnswers(), to);
        } else if (block instanceof Block.Copies b) {
            head(COPIES, b.target(), to);
            write(b.first(), to);
            write(b.second(), to);
            write(b.firstAnswers(), to);
            write(b.secondAnswers(), to);
            write(b.lengths(), to);
        } else if (block instanceof Block.Decisions b) {
            head(DECISIONS, b.target(), to);
            write(b.items(), to);
            write(b.texts(), to);
            write(b.kept(), to);
            write(b.clusters(), to);
            write(b.distances(), to);
            write(b.lengths(), to);
            write(b.fates(), to);
        } else if (block instanceof Block.Rows b) {
            head(ROWS, b.target(), to);
            to.writeInt(b.split());
            to.writeInt(b.rows());
        } else if (block instanceof Block.Removals b) {
            head(REMOVALS, b.target(), to);
            to.writeInt(b.suite());
            to.writeLong(b.rowsOfSuite());
            write(b.rows(), to);
        }
    }

    @Override
    public Block deserialize(DataInputView from) throws IOException {
        int kind = from.readUnsignedByte();
        int target = from.readInt();
        return switch (kind) {
            case DIGESTS ->
                    new Block.Digests(
                            target, longs(from), longs(from), longs(from), longs(from), ints(from));
            case BANDS ->
                    new Block.Bands(target, longs(from), ints(from), longs(from), chars(from));
            case TEXTS ->
                    new Block.Texts(target, longs(from), longs(from), ints(from), bytes(from));
            case PAIRS -> new Block.Pairs(target, longs(from), longs(from));
            case WANTED -> new Block.Wanted(target, from.readInt(), longs(from));
            case EDGES ->
                    new Block.Edges(
                            target,
                            longs(from),
                            longs(from),
                            ints(from),
                            ints(from),
                            longs(from),
                            longs(from));
            case COPIES ->
                    new Block.Copies(
                            target, longs(from), longs(from), longs(from), longs(from), ints(from));
            case DECISIONS ->
                    new Block.Decisions(
                            target,
                            longs(from),
                            longs(from),
                            longs(from),
                            longs(from),
                            ints(from),
                            ints(from),
                            bytes(from));
            case ROWS -> new Block.Rows(target, from.readInt(), from.readInt());
            case REMOVALS ->
                    new Block.Removals(target, from.readInt(), from.readLong(), longs(from));
            default -> throw new IOException("a block of the unknown kind " + kind);
        };
    }

    private static void head(int kind, int target, DataOutputView to) throws IOException {
        to.writeByte(kind);
        to.writeInt(target);
    }

    private static void write(long[] column, DataOutputView to) throws IOException {
        byte[] bytes = new byte[Math.multiplyExact(column.length, Long.BYTES)];
        ByteBuffer.wrap(bytes).asLongBuffer().put(column);
        to.writeInt(column.length);
        to.write(bytes);
    }

    private static void write(int[] column, DataOutputView to) throws IOException {
        byte[] bytes = new byte[Math.multiplyExact(column.length, Integer.BYTES)];
        ByteBuffer.wrap(bytes).asIntBuffer().put(column);
        to.writeInt(column.length);
        to.write(bytes);
    }

    private static void write(char[] column, DataOutputView to) throws IOException {
        byte[] bytes = new byte[Math.multiplyExact(column.length, Character.BYTES)];
        ByteBuffer.wrap(bytes).asCharBuffer().put(column);
        to.writeInt(column.length);
        to.write(bytes);
    }

    private static void write(byte[] column, DataOutputView to) throws IOException {
        to.writeInt(column.length);
        to.write(column);
    }

    private static long[] longs(DataInputView from) throws IOException {
        long[] column = new long[from.readInt()];
        byte[] bytes = new byte[Math.multiplyExact(column.length, Long.BYTES)];
        from.readFully(bytes);
        ByteBuffer.wrap(bytes).asLongBuffer().get(column);
        return column;
    }

    private static int[] ints(DataInputView from) throws IOException {
        int[] column = new int[from.readInt()];
        byte[] bytes = new byte[Math.multiplyExact(column.length, Integer.BYTES)];
        from.readFully(bytes);
        ByteBuffer.wrap(bytes).asIntBuffer().get(column);
        return column;
    }

    private static char[] chars(DataInputView from) throws IOException {
        char[] column = new char[from.readInt()];
        byte[] bytes = new byte[Math.multiplyExact(column.length, Character.BYTES)];
        from.readFully(bytes);
        ByteBuffer.wrap(bytes).asCharBuffer().get(column);
        return column;
    }

    private static byte[] bytes(DataInputView from) throws IOException {
        byte[] column = new byte[from.readInt()];
        from.readFully(column);
        return column;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public Block createInstance() {
        return null;
    }

    @Override
    public Block copy(Block from) {
        return from;
    }

    @Override
    public Block copy(Block from, Block reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public Block deserialize(Block reuse, DataInputView from) throws IOException {
        return deserialize(from);
    }

    @Override
    public void copy(DataInputView from, DataOutputView to) throws IOException {
        serialize(deserialize(from), to);
    }

    @Override
    public TypeSerializerSnapshot<Block> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What is kept of the serializer: its class. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Block> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
