package io.evalstream.jobs.dedup.engine;

/** Asks for texts of documents where their splits are at home. */
final class WantedWriter {

    private static final int CAPACITY = Block.FULL / Long.BYTES;

    private final int consumer;
    private final LongList[] numbers;
    private final BlockOutput output;

    /**
     * @param consumer the partition that needs the texts
     */
    WantedWriter(int consumer, int partitions, BlockOutput output) {
        this.consumer = consumer;
        this.output = output;
        this.numbers = new LongList[partitions];
        for (int i = 0; i < partitions; i++) {
            numbers[i] = new LongList();
        }
    }

    /**
     * @param number none that comes later is lower
     */
    void add(long number) {
        int home = DocumentNumber.split(number) % numbers.length;
        numbers[home].add(number);
        if (numbers[home].size() == CAPACITY) {
            flush(home);
        }
    }

    void flush() {
        for (int home = 0; home < numbers.length; home++) {
            flush(home);
        }
    }

    private void flush(int home) {
        if (numbers[home].size() > 0) {
            output.accept(new Block.Wanted(home, consumer, numbers[home].toArray()));
            numbers[home].clear();
        }
    }
}
