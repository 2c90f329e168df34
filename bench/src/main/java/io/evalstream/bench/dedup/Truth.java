package io.evalstream.bench.dedup;

/**
 * What brute force has found in a corpus.
 *
 * @param left one document of each near or equal pair, the smaller row
 * @param right the other one
 * @param distance edits between them; 0 when they are equal in comparison form, or when it is not
 *     known
 * @param longer length of the longer of the two in comparison form, in code points
 * @param labels of each document the smallest row that pairs connect it with
 */
record Truth(int[] left, int[] right, int[] distance, int[] longer, int[] labels) {

    /** Connects the pairs, and numbers the components by their smallest row. */
    static Truth of(int documents, int[] left, int[] right, int[] distance, int[] longer) {
        return new Truth(left, right, distance, longer, labels(documents, left, right));
    }

    /** The pairs of each document with the one it is a copy of, where that was planted. */
    static Truth planted(int[] originals) {
        Pairs pairs = new Pairs();
        for (int row = 0; row < originals.length; row++) {
            if (originals[row] != row) {
                pairs.add(originals[row], row, 0, 0);
            }
        }
        return pairs.truth(originals.length);
    }

    int pairs() {
        return left.length;
    }

    int documents() {
        return labels.length;
    }

    /** Components of two documents or more. */
    int components() {
        boolean[] isShared = new boolean[labels.length];
        int count = 0;
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] != row && !isShared[labels[row]]) {
                isShared[labels[row]] = true;
                count++;
            }
        }
        return count;
    }

    private static int[] labels(int documents, int[] left, int[] right) {
        int[] label = new int[documents];
        for (int row = 0; row < documents; row++) {
            label[row] = row;
        }
        for (int pair = 0; pair < left.length; pair++) {
            int a = root(label, left[pair]);
            int b = root(label, right[pair]);
            label[Math.max(a, b)] = Math.min(a, b);
        }
        for (int row = 0; row < documents; row++) {
            label[row] = label[label[row]]; // A parent has the smaller row, and is final already.
        }
        return label;
    }

    private static int root(int[] label, int row) {
        int at = row;
        while (label[at] != at) {
            label[at] = label[label[at]];
            at = label[at];
        }
        return at;
    }
}
