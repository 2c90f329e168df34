package io.evalstream.jobs.clickhouse;

/** A Nullable(Float64) column: which are null, then all numbers; NaN is null. */
final class NullableBuffer<T> extends ColumnBuffer<T> {

    private final Column.Decimal<T> number;
    private final NativeBytes nulls = new NativeBytes(64);
    private final NativeBytes numbers = new NativeBytes(256);

    NullableBuffer(Column.Decimal<T> number) {
        this.number = number;
    }

    @Override
    void append(T row) {
        double value = number.of(row);
        boolean isNull = Double.isNaN(value);
        nulls.putByte(isNull ? 1 : 0);
        numbers.putLong(isNull ? 0 : Double.doubleToRawLongBits(value));
    }

    @Override
    void writeTo(NativeBytes block) {
        block.putAll(nulls);
        block.putAll(numbers);
    }

    @Override
    int size() {
        return nulls.size() + numbers.size();
    }

    @Override
    void reset() {
        nulls.reset();
        numbers.reset();
    }
}
