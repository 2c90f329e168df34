package io.evalstream.udfs.text;

import java.util.Arrays;

/**
 * Where the code points of one text stand, as bit vectors of 64 rows, for comparing it with many.
 *
 * <p>A strip is 64 rows. Its bits are made when it is first asked for and are kept as long as all
 * strips together are at most {@value #KEPT_WORDS} longs; of a larger text two strips are kept.
 */
final class PatternBits {

    /** Rows in a strip. */
    static final int ROWS = Long.SIZE;

    private static final int KEPT_WORDS = 1 << 17;

    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;

    /** The page of code points below 256, which is always there. */
    private static final int LATIN = 1;

    /** Page of a code point; page 0 stays empty, so that an unknown one has the symbol 0. */
    private final int[] pages = new int[(Character.MAX_CODE_POINT >>> PAGE_BITS) + 1];

    /** The numbers of the pattern's symbols, page by page. */
    private int[] symbolOf = new int[4 * PAGE];

    /** The pages in use, by their number; a caller may have changed the text they came from. */
    private int[] pageOf = new int[4];

    private int usedPages = LATIN + 1;

    /** For each row its symbol. */
    private int[] rows = new int[0];

    private int[] text = new int[0];
    private int from;
    private int length;
    private int symbols;

    private long[] words = new long[0];
    private int[] stripInSlot = new int[0];
    private int slots;

    /** How many strips {@link #all} has made. */
    private int built;

    /** Takes a text; it must not be changed while it is compared. */
    void set(int[] newText, int newFrom, int newLength) {
        forget();
        text = newText;
        from = newFrom;
        length = newLength;
        if (rows.length < length) {
            rows = new int[Math.max(length, Math.min(2 * rows.length, 1 << 20))];
        }
        symbols = 1;
        int[] latin = symbolOf;
        for (int i = 0; i < length; i++) {
            int point = text[from + i];
            if (point >= PAGE) {
                rows[i] = number(point);
                latin = symbolOf;
                continue;
            }
            int symbol = latin[LATIN * PAGE + point];
            if (symbol == 0) {
                symbol = symbols++;
                latin[LATIN * PAGE + point] = symbol;
            }
            rows[i] = symbol;
        }
        int strips = (length + ROWS - 1) / ROWS;
        slots = (long) strips * symbols <= KEPT_WORDS ? strips : Math.min(2, strips);
        built = 0;
        // One strip more, which stays empty, below the last.
        if (words.length < (slots + 1) * symbols) {
            words = new long[(slots + 1) * symbols];
        }
        if (stripInSlot.length < slots) {
            stripInSlot = new int[slots];
        }
        Arrays.fill(stripInSlot, 0, slots, -1);
    }

    private void forget() {
        for (int page = LATIN + 1; page < usedPages; page++) {
            pages[pageOf[page]] = 0;
        }
        Arrays.fill(symbolOf, LATIN * PAGE, usedPages * PAGE, 0);
        usedPages = LATIN + 1;
    }

    private int number(int point) {
        int page = pages[point >>> PAGE_BITS];
        if (page == 0) {
            page = usedPages++;
            pages[point >>> PAGE_BITS] = page;
            if (pageOf.length < usedPages) {
                pageOf = Arrays.copyOf(pageOf, 2 * pageOf.length);
            }
            pageOf[page] = point >>> PAGE_BITS;
            if (symbolOf.length < usedPages * PAGE) {
                symbolOf = Arrays.copyOf(symbolOf, 2 * symbolOf.length);
            }
        }
        int place = page * PAGE + (point & PAGE - 1);
        if (symbolOf[place] == 0) {
            symbolOf[place] = symbols++;
        }
        return symbolOf[place];
    }

    int length() {
        return length;
    }

    int[] text() {
        return text;
    }

    int from() {
        return from;
    }

    /** Writes the symbols of another text's code points, 0 for those that the pattern has not. */
    void symbols(int[] other, int otherFrom, int count, int[] into, int at) {
        for (int i = 0; i < count; i++) {
            int point = other[otherFrom + i];
            int page = point < PAGE ? LATIN : pages[point >>> PAGE_BITS];
            into[at + i] = symbolOf[page * PAGE + (point & PAGE - 1)];
        }
    }

    /** Whether all strips are kept. */
    boolean keepsAll() {
        return (long) slots * ROWS >= length;
    }

    /** How many symbols there are, and so words in a strip. */
    int symbols() {
        return symbols;
    }

    /** The words of all strips, of which all are made, and of an empty one behind them. */
    long[] all() {
        if (built == 0) {
            for (; built < slots; built++) {
                strip(built);
            }
            Arrays.fill(words, slots * symbols, (slots + 1) * symbols, 0);
        }
        return words;
    }

    /** The words of all strips that are kept. */
    long[] words() {
        return words;
    }

    /**
     * Where the words of a strip begin: one for each symbol, bit i for row 64 · strip + i.
     *
     * <p>Valid until the strip after the next is asked for.
     */
    int strip(int strip) {
        int slot = slots > 2 ? strip : strip % slots;
        int at = slot * symbols;
        if (stripInSlot[slot] != strip) {
            Arrays.fill(words, at, at + symbols, 0);
            int top = strip * ROWS;
            int bottom = Math.min(top + ROWS, length);
            for (int row = top; row < bottom; row++) {
                words[at + rows[row]] |= 1L << (row - top);
            }
            stripInSlot[slot] = strip;
        }
        return at;
    }
}
