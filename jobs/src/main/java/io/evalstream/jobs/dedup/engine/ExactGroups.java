package io.evalstream.jobs.dedup.engine;

import java.util.ArrayList;
import java.util.List;

/** Finds documents with equal text among the digests of one partition: 36 bytes a document. */
public final class ExactGroups {

    private final List<Block.Digests> blocks = new ArrayList<>();
    private long documents;

    public void add(Block.Digests block) {
        blocks.add(block);
        documents += block.numbers().length;
    }

    /**
     * Hands on the copies, those of a text beside the lowest number that has it.
     *
     * @return how many there are
     */
    public long finish(BlockOutput output) {
        int size = Math.toIntExact(documents);
        long[] high = new long[size];
        long[] low = new long[size];
        long[] numbers = new long[size];
        long[] answers = new long[size];
        int[] lengths = new int[size];
        int at = 0;
        for (Block.Digests block : blocks) {
            int more = block.numbers().length;
            System.arraycopy(block.high(), 0, high, at, more);
            System.arraycopy(block.low(), 0, low, at, more);
            System.arraycopy(block.numbers(), 0, numbers, at, more);
            System.arraycopy(block.answers(), 0, answers, at, more);
            System.arraycopy(block.lengths(), 0, lengths, at, more);
            at += more;
        }
        blocks.clear();
        int[] chain = new int[size];
        int[] firstOfText = leastOfEach(high, low, numbers, chain);
        CopiesWriter writer = new CopiesWriter(output);
        for (int i = 0; i < size; i++) {
            int first = firstOfText[chain[i]] - 1;
            if (first != i) {
                writer.add(numbers[first], numbers[i], answers[first], answers[i], lengths[i]);
            }
        }
        return writer.finish();
    }

    /**
     * Looks each digest up in a table with open addressing.
     *
     * @param slots receives the slot of each document
     * @return index of the lowest number in each slot, plus 1; 0 in empty ones
     */
    private static int[] leastOfEach(long[] high, long[] low, long[] numbers, int[] slots) {
        int capacity = Integer.highestOneBit(Math.max(8, numbers.length)) * 2;
        int mask = capacity - 1;
        int[] least = new int[capacity];
        for (int i = 0; i < numbers.length; i++) {
            int slot = (int) low[i] & mask;
            while (least[slot] != 0 && !isEqual(high, low, least[slot] - 1, i)) {
                slot = slot + 1 & mask;
            }
            if (least[slot] == 0 || numbers[i] < numbers[least[slot] - 1]) {
                least[slot] = i + 1;
            }
            slots[i] = slot;
        }
        return least;
    }

    private static boolean isEqual(long[] high, long[] low, int a, int b) {
        return high[a] == high[b] && low[a] == low[b];
    }

    /** Collects copies and hands them on. */
    private static final class CopiesWriter {

        private static final int CAPACITY = Block.FULL / (4 * Long.BYTES + Integer.BYTES);

        private final BlockOutput output;
        private final LongList first = new LongList();
        private final LongList second = new LongList();
        private final LongList firstAnswers = new LongList();
        private final LongList secondAnswers = new LongList();
        private final IntList lengths = new IntList();
        private long count;

        CopiesWriter(BlockOutput output) {
            this.output = output;
        }

        void add(
                long firstNumber,
                long secondNumber,
                long firstAnswer,
                long secondAnswer,
                int length) {
            first.add(firstNumber);
            second.add(secondNumber);
            firstAnswers.add(firstAnswer);
            secondAnswers.add(secondAnswer);
            lengths.add(length);
            if (first.size() == CAPACITY) {
                flush();
            }
        }

        private void flush() {
            if (first.size() == 0) {
                return;
            }
            count += first.size();
            output.accept(
                    new Block.Copies(
                            0,
                            first.toArray(),
                            second.toArray(),
                            firstAnswers.toArray(),
                            secondAnswers.toArray(),
                            lengths.toArray()));
            first.clear();
            second.clear();
            firstAnswers.clear();
            secondAnswers.clear();
            lengths.clear();
        }

        long finish() {
            flush();
            return count;
        }
    }
}
