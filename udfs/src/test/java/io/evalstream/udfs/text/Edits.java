package io.evalstream.udfs.text;

import java.util.Random;

/** Copies of texts with edits, and the distance by its definition. */
final class Edits {

    private Edits() {}

    /** A copy with so many insertions, removals and replacements. */
    static int[] of(Random random, int[] text, int edits, int symbols) {
        int[] edited = text.clone();
        for (int i = 0; i < edits; i++) {
            int at = edited.length == 0 ? 0 : random.nextInt(edited.length);
            int kind = edited.length == 0 ? 0 : random.nextInt(3);
            if (kind == 2) {
                edited[at] = random.nextInt(symbols);
                continue;
            }
            int[] next = new int[edited.length + (kind == 0 ? 1 : -1)];
            int tail = kind == 0 ? at : at + 1;
            System.arraycopy(edited, 0, next, 0, at);
            System.arraycopy(edited, tail, next, kind == 0 ? at + 1 : at, edited.length - tail);
            if (kind == 0) {
                next[at] = random.nextInt(symbols);
            }
            edited = next;
        }
        return edited;
    }

    /** A copy with so many removals and replacements, in one pass. */
    static int[] spread(Random random, int[] text, int edits) {
        int[] edited = new int[text.length];
        int size = 0;
        int step = text.length / edits;
        for (int i = 0; i < text.length; i++) {
            boolean isEdited = i % step == step / 2;
            if (!isEdited || random.nextBoolean()) {
                edited[size++] = isEdited ? '0' : text[i];
            }
        }
        return java.util.Arrays.copyOf(edited, size);
    }

    /** Wagner and Fischer, "The string-to-string correction problem", 1974. */
    static int byTable(int[] a, int[] b) {
        int[] above = new int[b.length + 1];
        int[] row = new int[b.length + 1];
        for (int i = 0; i <= a.length; i++) {
            for (int j = 0; j <= b.length; j++) {
                if (i == 0 || j == 0) {
                    row[j] = i + j;
                    continue;
                }
                int replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            int[] swap = above;
            above = row;
            row = swap;
        }
        return above[b.length];
    }
}
