package io.evalstream.jobs.dedup.engine;

import java.util.Arrays;

/** Passes on the texts of one partition that somebody has asked for. */
public final class TextPicker {

    private final LongList[] asked;
    private final TextWriter[] writers;
    private long[][] wanted;

    /**
     * @param partitions how many partitions may ask
     */
    public TextPicker(int partitions) {
        asked = new LongList[partitions];
        writers = new TextWriter[partitions];
        for (int i = 0; i < partitions; i++) {
            asked[i] = new LongList();
            writers[i] = new TextWriter();
        }
    }

    /** Notes what is wanted; all of that comes before the first text. */
    public void want(Block.Wanted block) {
        asked[block.consumer()].addAll(block.numbers());
    }

    /** Passes on what is wanted of a block. */
    public void pick(Block.Texts block, BlockOutput output) {
        if (wanted == null) {
            wanted = new long[asked.length][];
            for (int i = 0; i < asked.length; i++) {
                wanted[i] = asked[i].toSortedSet();
            }
        }
        for (int consumer = 0; consumer < wanted.length; consumer++) {
            pick(block, consumer, output);
        }
    }

    private void pick(Block.Texts block, int consumer, BlockOutput output) {
        long[] sought = wanted[consumer];
        long[] numbers = block.numbers();
        int next = Arrays.binarySearch(sought, numbers[0]);
        next = next >= 0 ? next : -next - 1;
        TextWriter writer = writers[consumer];
        for (int i = 0; i < numbers.length && next < sought.length; i++) {
            if (numbers[i] == sought[next]) {
                int from = i == 0 ? 0 : block.ends()[i - 1];
                writer.add(numbers[i], block.answers()[i], block.bytes(), from, block.ends()[i]);
                next++;
            }
        }
        // Within one split only, so that ranges of numbers never overlap.
        writer.flush(consumer, output);
    }
}
