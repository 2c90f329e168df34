package io.evalstream.jobs.clickhouse;

/**
 * A LowCardinality(String) column: each string once, and per row its index of one, two or four
 * bytes.
 */
final class LabelBuffer<T> extends ColumnBuffer<T> {

    /** The one version of the serialization of keys there is. */
    private static final long SHARED_DICTIONARIES_WITH_ADDITIONAL_KEYS = 1;

    private static final long HAS_ADDITIONAL_KEYS = 1L << 9;
    private static final long NEED_UPDATE_DICTIONARY = 1L << 10;

    private final Column.Text<T> text;
    private final LabelDictionary dictionary = new LabelDictionary();
    private final NativeBytes indices = new NativeBytes(256);

    /** Bytes of an index: 1, 2 or 4. */
    private int width = 1;

    LabelBuffer(Column.Text<T> text) {
        this.text = text;
    }

    @Override
    void append(T row) {
        int index = dictionary.indexOf(text.of(row));
        if (width == 1 && index <= 0xFF) {
            indices.putByte(index);
        } else {
            appendWide(index);
        }
    }

    private void appendWide(int index) {
        if (width < 4 && index >>> (8 * width) != 0) {
            widen();
        }
        put(index);
    }

    private int rows() {
        return indices.size() / width;
    }

    private void put(int index) {
        if (width == 1) {
            indices.putByte(index);
        } else if (width == 2) {
            indices.putByte(index);
            indices.putByte(index >>> 8);
        } else {
            indices.putInt(index);
        }
    }

    private void widen() {
        int[] before = new int[rows()];
        for (int row = 0; row < before.length; row++) {
            before[row] = indexAt(row);
        }
        width *= 2;
        indices.reset();
        for (int index : before) {
            put(index);
        }
    }

    private int indexAt(int row) {
        int at = row * width;
        return width == 1
                ? indices.unsignedByte(at)
                : indices.unsignedByte(at) | indices.unsignedByte(at + 1) << 8;
    }

    @Override
    void writeTo(NativeBytes block) {
        block.putLong(SHARED_DICTIONARIES_WITH_ADDITIONAL_KEYS);
        // The kinds of index are numbered by the logarithm of their width.
        int kind = Integer.numberOfTrailingZeros(width);
        block.putLong(HAS_ADDITIONAL_KEYS | NEED_UPDATE_DICTIONARY | kind);
        block.putLong(dictionary.size());
        block.putAll(dictionary.keys());
        block.putLong(rows());
        block.putAll(indices);
    }

    @Override
    int size() {
        return 4 * Long.BYTES + dictionary.keys().size() + indices.size();
    }

    @Override
    void reset() {
        dictionary.reset();
        indices.reset();
        width = 1;
    }
}
