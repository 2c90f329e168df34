package io.evalstream.jobs.dedup.engine;

import java.util.Arrays;

/** Sorts numbers by their bytes, in time proportional to how many there are. */
final class RadixSort {

    private static final int BITS = 11;
    private static final int VALUES = 1 << BITS;
    private static final int FEW = 256;

    private RadixSort() {}

    /**
     * Sorts by some upper bits; numbers that agree in them stay in their order.
     *
     * @param scratch at least as long
     * @param lowestBit the first that counts; those from it to the sign bit are taken as unsigned
     * @return the array that holds the result: the values or the scratch
     */
    static long[] byUpperBits(long[] values, long[] scratch, int size, int lowestBit) {
        if (size < FEW) {
            insert(values, size, lowestBit);
            return values;
        }
        long[] from = values;
        long[] to = scratch;
        int[] starts = new int[VALUES];
        for (int shift = lowestBit; shift < Long.SIZE; shift += BITS) {
            Arrays.fill(starts, 0);
            for (int i = 0; i < size; i++) {
                starts[(int) (from[i] >>> shift) & VALUES - 1]++;
            }
            if (starts[(int) (from[0] >>> shift) & VALUES - 1] == size) {
                continue;
            }
            int sum = 0;
            for (int value = 0; value < VALUES; value++) {
                int count = starts[value];
                starts[value] = sum;
                sum += count;
            }
            for (int i = 0; i < size; i++) {
                long value = from[i];
                to[starts[(int) (value >>> shift) & VALUES - 1]++] = value;
            }
            long[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static void insert(long[] values, int size, int lowestBit) {
        for (int i = 1; i < size; i++) {
            long value = values[i];
            long key = value >>> lowestBit;
            int at = i;
            while (at > 0 && Long.compareUnsigned(values[at - 1] >>> lowestBit, key) > 0) {
                values[at] = values[at - 1];
                at--;
            }
            values[at] = value;
        }
    }
}
