package io.evalstream.jobs.clickhouse;

/** The values of one column of a block that is being filled, in Native form. */
abstract class ColumnBuffer<T> {

    /** Adds the value of one more row. */
    abstract void append(T row);

    /** Adds the column's data, without name and type. */
    abstract void writeTo(NativeBytes block);

    /** Bytes that {@link #writeTo} will write, or an upper bound that is near. */
    abstract int size();

    /** Forgets the values and keeps the room. */
    abstract void reset();

    /** A column whose values simply follow each other. */
    abstract static class Plain<T> extends ColumnBuffer<T> {
        final NativeBytes values = new NativeBytes(256);

        @Override
        void writeTo(NativeBytes block) {
            block.putAll(values);
        }

        @Override
        int size() {
            return values.size();
        }

        @Override
        void reset() {
            values.reset();
        }
    }
}
