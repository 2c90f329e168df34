package io.evalstream.jobs.dedup.engine;

/** Collects digests for one partition and hands them on. */
final class DigestWriter {

    private static final int CAPACITY = Block.FULL / (4 * Long.BYTES + Integer.BYTES);

    private final LongList high = new LongList();
    private final LongList low = new LongList();
    private final LongList numbers = new LongList();
    private final LongList answers = new LongList();
    private final IntList lengths = new IntList();

    void add(long highBits, long lowBits, long number, long answer, int length) {
        high.add(highBits);
        low.add(lowBits);
        numbers.add(number);
        answers.add(answer);
        lengths.add(length);
    }

    boolean isFull() {
        return numbers.size() >= CAPACITY;
    }

    void flush(int target, BlockOutput output) {
        if (numbers.size() == 0) {
            return;
        }
        output.accept(
                new Block.Digests(
                        target,
                        high.toArray(),
                        low.toArray(),
                        numbers.toArray(),
                        answers.toArray(),
                        lengths.toArray()));
        high.clear();
        low.clear();
        numbers.clear();
        answers.clear();
        lengths.clear();
    }
}
