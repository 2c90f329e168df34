package io.evalstream.udfs.text;

/**
 * Two texts in one byte per code point, equal where the code points are: ASCII stands for itself,
 * others are numbered.
 */
final class ByteSymbols {

    private static final int FIRST = 0x80;
    private static final int MOST = 0x100 - FIRST;

    /** Places in the table, four for each number. */
    private static final int PLACES = 4 * MOST;

    private static final int FACTOR = 0x9E3779B1;

    private final int[] pointAt = new int[PLACES];
    private final byte[] symbolAt = new byte[PLACES];
    private final int[] places = new int[MOST];
    private int used;

    /** Forgets the numbers. */
    void clear() {
        for (int i = 0; i < used; i++) {
            pointAt[places[i]] = 0;
        }
        used = 0;
    }

    /**
     * Writes the symbols of a text.
     *
     * @return whether there were enough; if not, what was written says nothing
     */
    boolean write(int[] text, int from, int length, byte[] into) {
        int all = 0;
        for (int i = 0; i < length; i++) {
            int point = text[from + i];
            into[i] = (byte) point;
            all |= point;
        }
        return all < FIRST || number(text, from, length, into);
    }

    private boolean number(int[] text, int from, int length, byte[] into) {
        for (int i = 0; i < length; i++) {
            int point = text[from + i];
            if (point < FIRST) {
                continue;
            }
            int place = point * FACTOR >>> 23;
            while (pointAt[place] != point && pointAt[place] != 0) {
                place = place + 1 & PLACES - 1;
            }
            if (pointAt[place] == 0) {
                if (used == MOST) {
                    return false;
                }
                pointAt[place] = point;
                symbolAt[place] = (byte) (FIRST + used);
                places[used++] = place;
            }
            into[i] = symbolAt[place];
        }
        return true;
    }
}
