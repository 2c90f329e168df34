package io.evalstream.jobs.dedup.engine;

import java.io.ByteArrayOutputStream;

/** Collects texts, or names, and hands them on. */
final class TextWriter {

    private final LongList numbers = new LongList();
    private final LongList answers = new LongList();
    private final IntList ends = new IntList();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(long number, long answer, byte[] text, int from, int to) {
        bytes.write(text, from, to - from);
        numbers.add(number);
        answers.add(answer);
        ends.add(bytes.size());
    }

    boolean isFull() {
        return bytes.size() + 20 * ends.size() >= Block.FULL;
    }

    void flush(int target, BlockOutput output) {
        if (ends.size() == 0) {
            return;
        }
        output.accept(
                new Block.Texts(
                        target,
                        numbers.toArray(),
                        answers.toArray(),
                        ends.toArray(),
                        bytes.toByteArray()));
        numbers.clear();
        answers.clear();
        ends.clear();
        bytes.reset();
    }
}
