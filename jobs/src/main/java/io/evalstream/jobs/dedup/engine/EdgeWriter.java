package io.evalstream.jobs.dedup.engine;

/** Collects duplicates and hands them on. */
final class EdgeWriter {

    private static final int CAPACITY = Block.FULL / (4 * Long.BYTES + 2 * Integer.BYTES);

    private final BlockOutput output;
    private final LongList first = new LongList();
    private final LongList second = new LongList();
    private final IntList distances = new IntList();
    private final IntList lengths = new IntList();
    private final LongList firstAnswers = new LongList();
    private final LongList secondAnswers = new LongList();

    EdgeWriter(BlockOutput output) {
        this.output = output;
    }

    void add(long a, long b, int distance, int longer, long answerOfA, long answerOfB) {
        boolean isOrdered = a < b;
        first.add(isOrdered ? a : b);
        second.add(isOrdered ? b : a);
        distances.add(distance);
        lengths.add(longer);
        firstAnswers.add(isOrdered ? answerOfA : answerOfB);
        secondAnswers.add(isOrdered ? answerOfB : answerOfA);
        if (first.size() == CAPACITY) {
            flush();
        }
    }

    void flush() {
        if (first.size() == 0) {
            return;
        }
        output.accept(
                new Block.Edges(
                        0,
                        first.toArray(),
                        second.toArray(),
                        distances.toArray(),
                        lengths.toArray(),
                        firstAnswers.toArray(),
                        secondAnswers.toArray()));
        first.clear();
        second.clear();
        distances.clear();
        lengths.clear();
        firstAnswers.clear();
        secondAnswers.clear();
    }
}
