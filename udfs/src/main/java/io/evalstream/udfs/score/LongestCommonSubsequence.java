package io.evalstream.udfs.score;

/**
 * The length of the longest common subsequence, bit-parallel in strips of 64 rows (Hyyrö,
 * "Bit-parallel LCS-length computation revisited", 2004), with one carry per column between them.
 */
final class LongestCommonSubsequence {

    private LongestCommonSubsequence() {}

    /**
     * The length for two sequences of numbers.
     *
     * @param size all numbers are in [0, size)
     */
    static long length(int[] rows, int[] columns, int size) {
        boolean[] carries = new boolean[columns.length];
        long[] rowsOfNumber = new long[size];
        long length = 0;
        for (int top = 0; top < rows.length; top += Long.SIZE) {
            int bottom = Math.min(top + Long.SIZE, rows.length);
            for (int row = top; row < bottom; row++) {
                rowsOfNumber[rows[row]] |= 1L << (row - top);
            }
            long open = -1L;
            for (int column = 0; column < columns.length; column++) {
                long matches = open & rowsOfNumber[columns[column]];
                long sum = open + matches;
                boolean carry = Long.compareUnsigned(sum, open) < 0;
                if (carries[column]) {
                    sum++;
                    carry |= sum == 0;
                }
                carries[column] = carry;
                open = sum | (open & ~matches);
            }
            long used = bottom - top == Long.SIZE ? -1L : (1L << (bottom - top)) - 1;
            length += Long.bitCount(~open & used);
            for (int row = top; row < bottom; row++) {
                rowsOfNumber[rows[row]] = 0;
            }
        }
        return length;
    }
}
