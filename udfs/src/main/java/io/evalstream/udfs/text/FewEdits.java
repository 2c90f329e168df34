package io.evalstream.udfs.text;

import java.util.Arrays;

/**
 * The edit distance of texts that differ in very little: how far e edits lead on each diagonal.
 *
 * <p>Ukkonen, "Algorithms for approximate string matching", 1985, and Landau and Vishkin, "Fast
 * parallel and serial approximate string matching", 1989: e edits reach at most 2e + 1 diagonals,
 * and equal stretches are skipped many code points at a time. Takes O(n/16 + e²) steps.
 */
final class FewEdits {

    /** Edits after which it shows whether equal stretches lead anywhere. */
    private static final int FIRST = 3;

    private static final int NEVER = Integer.MIN_VALUE / 2;

    private int[] reached = new int[64];
    private int[] next = new int[64];

    /**
     * The distance of a[fromA, endA) and b[fromB, endB) where it is at most k.
     *
     * @param k at least 0, small: the square of it is the effort
     * @return in [0, k], or k + 1 for every distance above
     */
    int within(int[] a, int fromA, int endA, int[] b, int fromB, int endB, int k) {
        return within(a, fromA, endA, b, fromB, endB, k, 0);
    }

    /**
     * The same for texts of which little is known: gives up early where few edits lead nowhere, so
     * that k + 1 says nothing.
     */
    int ifPromising(int[] a, int fromA, int endA, int[] b, int fromB, int endB, int k) {
        // Edits that are spread evenly have reached three times as far by then.
        return within(a, fromA, endA, b, fromB, endB, k, (endA - fromA) / (k + 1));
    }

    private int within(
            int[] a, int fromA, int endA, int[] b, int fromB, int endB, int k, int wanted) {
        int rows = endA - fromA;
        int columns = endB - fromB;
        int goal = columns - rows;
        if (Math.abs(goal) > k) {
            return k + 1;
        }
        // Diagonals from −k to k, one more on either side that is never reached.
        int middle = k + 1;
        int size = 2 * k + 3;
        if (reached.length < size) {
            reached = new int[2 * size];
            next = new int[2 * size];
        }
        Arrays.fill(reached, 0, size, NEVER);
        Arrays.fill(next, 0, size, NEVER);
        for (int edits = 0; edits <= k; edits++) {
            // From further away the goal's diagonal would take more edits than are left.
            int lowest = Math.max(-edits, goal - (k - edits));
            int highest = Math.min(edits, goal + (k - edits));
            int furthest = 0;
            for (int diagonal = lowest; diagonal <= highest; diagonal++) {
                int at = middle + diagonal;
                int row =
                        edits == 0
                                ? 0
                                : Math.max(
                                        Math.max(reached[at], reached[at + 1]) + 1,
                                        reached[at - 1]);
                row = Math.min(row, Math.min(rows, columns - diagonal));
                if (row < 0 || row + diagonal < 0) {
                    next[at] = NEVER;
                    continue;
                }
                row += equal(a, fromA + row, endA, b, fromB + row + diagonal, endB);
                if (diagonal == goal && row == rows) {
                    return edits;
                }
                next[at] = row;
                furthest = Math.max(furthest, row);
            }
            if (edits == FIRST && furthest < wanted) {
                return k + 1;
            }
            int[] swap = reached;
            reached = next;
            next = swap;
        }
        return k + 1;
    }

    /** How many code points are equal from two places on. */
    static int equal(int[] a, int fromA, int endA, int[] b, int fromB, int endB) {
        int most = Math.min(endA - fromA, endB - fromB);
        int few = Math.min(most, 8);
        for (int i = 0; i < few; i++) {
            if (a[fromA + i] != b[fromB + i]) {
                return i;
            }
        }
        if (few == most) {
            return most;
        }
        int mismatch = Arrays.mismatch(a, fromA + few, fromA + most, b, fromB + few, fromB + most);
        return mismatch < 0 ? most : few + mismatch;
    }
}
