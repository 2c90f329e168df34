package io.evalstream.jobs.dedup.engine;

import java.util.Arrays;

/** Collects the band keys of documents and hands them on by band. */
final class BandWriter {

    private final int bands;
    private final int targets;
    private final int capacity;
    private final long[] numbers;
    private final int[] lengths;
    private final long[] sketches;
    private final char[] keys;
    private int size;

    /**
     * @param targets the partitions among which bands are shared, at most one per band
     */
    BandWriter(int bands, int targets) {
        this.bands = bands;
        this.targets = targets;
        int widest = (bands + targets - 1) / targets;
        int bytes = (1 + ShortSketch.LONGS) * Long.BYTES + Integer.BYTES + widest * Character.BYTES;
        capacity = Block.FULL / bytes;
        numbers = new long[capacity];
        lengths = new int[capacity];
        sketches = new long[ShortSketch.LONGS * capacity];
        keys = new char[bands * capacity];
    }

    void add(long number, int length, long[] sketch, int[] keysOfBands, BlockOutput output) {
        numbers[size] = number;
        lengths[size] = length;
        System.arraycopy(sketch, 0, sketches, ShortSketch.LONGS * size, ShortSketch.LONGS);
        for (int band = 0; band < bands; band++) {
            keys[band * capacity + size] = BandColumn.upperHalf(keysOfBands[band]);
        }
        if (++size == capacity) {
            flush(output);
        }
    }

    void flush(BlockOutput output) {
        if (size == 0) {
            return;
        }
        long[] shownNumbers = Arrays.copyOf(numbers, size);
        int[] shownLengths = Arrays.copyOf(lengths, size);
        long[] shownSketches = Arrays.copyOf(sketches, ShortSketch.LONGS * size);
        for (int target = 0; target < targets; target++) {
            int own = (bands - target + targets - 1) / targets;
            char[] columns = new char[own * size];
            for (int i = 0; i < own; i++) {
                System.arraycopy(keys, (target + i * targets) * capacity, columns, i * size, size);
            }
            output.accept(
                    new Block.Bands(target, shownNumbers, shownLengths, shownSketches, columns));
        }
        size = 0;
    }
}
