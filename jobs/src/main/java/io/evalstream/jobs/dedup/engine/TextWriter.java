package io.evalstream.jobs.dedup.engine;

/** Collects texts, or names, and hands them on. */
final class TextWriter {

    private final LongList numbers = new LongList();
    private final LongList answers = new LongList();
    private final LongList sketched = new LongList();
    private final IntList ends = new IntList();
    private final TextBytes bytes = new TextBytes();

    /**
     * @param sketches holds the short sketch of the text, or is empty where none is kept
     */
    void add(
            long number,
            long answer,
            long[] sketches,
            int sketchAt,
            byte[] text,
            int from,
            int to) {
        if (sketches.length > 0) {
            sketched.addAll(sketches, sketchAt, ShortSketch.LONGS);
        }
        bytes.append(text, from, to);
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
                        sketched.toArray(),
                        ends.toArray(),
                        bytes.toArray()));
        numbers.clear();
        answers.clear();
        sketched.clear();
        ends.clear();
        bytes.clear();
    }
}
