package io.evalstream.jobs.dedup.engine;

import java.util.BitSet;

/** Hands pairs on to where they are verified, and asks for the texts that are needed there. */
final class PairWriter {

    private static final int CAPACITY = Block.FULL / (2 * Long.BYTES);

    private final long[] numbers;
    private final int partitions;
    private final BlockOutput output;
    private final LongList[] first;
    private final LongList[] second;
    private final BitSet[] needed;

    /**
     * @param numbers of the documents, in ascending order
     */
    PairWriter(long[] numbers, int partitions, BlockOutput output) {
        this.numbers = numbers;
        this.partitions = partitions;
        this.output = output;
        this.first = new LongList[partitions];
        this.second = new LongList[partitions];
        this.needed = new BitSet[partitions];
        for (int i = 0; i < partitions; i++) {
            first[i] = new LongList();
            second[i] = new LongList();
            needed[i] = new BitSet();
        }
    }

    /** Hands the pairs of a set on and leaves it empty. */
    void write(PairSet pairs) {
        for (int i = 0; i < pairs.size(); i++) {
            int a = pairs.first(i);
            int b = pairs.second(i);
            int target = DocumentNumber.partition(numbers[a], partitions);
            first[target].add(numbers[a]);
            second[target].add(numbers[b]);
            needed[target].set(a);
            needed[target].set(b);
            if (first[target].size() == CAPACITY) {
                flush(target);
            }
        }
        pairs.clear();
        for (int i = 0; i < partitions; i++) {
            flush(i);
        }
    }

    private void flush(int target) {
        if (first[target].size() > 0) {
            output.accept(
                    new Block.Pairs(target, first[target].toArray(), second[target].toArray()));
            first[target].clear();
            second[target].clear();
        }
    }

    /** Asks for the texts of everything that was written. */
    void finish(BlockOutput wanted) {
        for (int consumer = 0; consumer < partitions; consumer++) {
            WantedWriter writer = new WantedWriter(consumer, partitions, wanted);
            BitSet documents = needed[consumer];
            for (int i = documents.nextSetBit(0); i >= 0; i = documents.nextSetBit(i + 1)) {
                writer.add(numbers[i]);
            }
            writer.flush();
        }
    }
}
