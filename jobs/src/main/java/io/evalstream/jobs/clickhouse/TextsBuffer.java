package io.evalstream.jobs.clickhouse;

import java.util.List;

/** An Array(String) column: where each array ends, then all strings. */
final class TextsBuffer<T> extends ColumnBuffer<T> {

    private final Column.Texts<T> texts;
    private final NativeBytes ends = new NativeBytes(64);
    private final NativeBytes strings = new NativeBytes(256);
    private long count;

    TextsBuffer(Column.Texts<T> texts) {
        this.texts = texts;
    }

    @Override
    void append(T row) {
        List<String> values = texts.of(row);
        for (String value : values) {
            strings.putText(value);
        }
        count += values.size();
        ends.putLong(count);
    }

    @Override
    void writeTo(NativeBytes block) {
        block.putAll(ends);
        block.putAll(strings);
    }

    @Override
    int size() {
        return ends.size() + strings.size();
    }

    @Override
    void reset() {
        ends.reset();
        strings.reset();
        count = 0;
    }
}
