package io.evalstream.udfs.text;

import java.util.Arrays;

/**
 * Where the code points of a text stand, as bit vectors of 64 rows, for comparing it with another.
 *
 * <p>A code point stands for itself where all of the text are Latin ones, else code points are
 * numbered. Bits are made for a strip of 64 rows when it is asked for; two strips are kept.
 */
final class PatternBits {

    /** Rows in a strip. */
    static final int ROWS = Long.SIZE;

    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;

    /** The symbol of code points that a Latin text has not. */
    private static final int FOREIGN = PAGE;

    /** Page of a code point; page 0 stays empty, so that an unknown one has the symbol 0. */
    private final int[] pages = new int[(Character.MAX_CODE_POINT >>> PAGE_BITS) + 1];

    /** The numbers of symbols, page by page. */
    private int[] symbolOf = new int[4 * PAGE];

    /** The pages in use, by their number; a caller may have changed the text they came from. */
    private int[] pageOf = new int[4];

    private int usedPages = 1;

    private boolean isLatin;

    /** For each row its symbol, where code points are numbered. */
    private int[] numbers = new int[0];

    private int[] text;
    private int from;
    private int length;
    private int symbols;
    private long[] words = new long[2 * (PAGE + 1)];

    /** Takes a text; it must not be changed while it is compared. */
    void set(int[] newText, int newFrom, int newLength) {
        text = newText;
        from = newFrom;
        length = newLength;
        int all = 0;
        for (int i = newFrom; i < newFrom + newLength; i++) {
            all |= newText[i];
        }
        isLatin = all < PAGE;
        if (isLatin) {
            symbols = PAGE + 1;
        } else {
            number();
        }
        if (words.length < 2 * symbols) {
            words = new long[Math.max(2 * symbols, 2 * words.length)];
        }
    }

    private void number() {
        for (int page = 1; page < usedPages; page++) {
            pages[pageOf[page]] = 0;
        }
        Arrays.fill(symbolOf, PAGE, usedPages * PAGE, 0);
        usedPages = 1;
        if (numbers.length < length) {
            numbers = new int[Math.max(length, Math.min(2 * numbers.length, 1 << 20))];
        }
        int[] known = symbolOf;
        int[] rows = numbers;
        int count = 1;
        for (int i = 0; i < length; i++) {
            int point = text[from + i];
            int page = pages[point >>> PAGE_BITS];
            if (page == 0) {
                page = open(point >>> PAGE_BITS);
                known = symbolOf;
            }
            int place = page << PAGE_BITS | point & PAGE - 1;
            int symbol = known[place];
            if (symbol == 0) {
                symbol = count++;
                known[place] = symbol;
            }
            rows[i] = symbol;
        }
        symbols = count;
    }

    private int open(int upper) {
        int page = usedPages++;
        pages[upper] = page;
        if (pageOf.length < usedPages) {
            pageOf = Arrays.copyOf(pageOf, 2 * pageOf.length);
        }
        pageOf[page] = upper;
        if (symbolOf.length < usedPages * PAGE) {
            symbolOf = Arrays.copyOf(symbolOf, 2 * symbolOf.length);
        }
        return page;
    }

    /** Writes the symbols of another text's code points. */
    void symbols(int[] other, int otherFrom, int count, int[] into, int at) {
        if (isLatin) {
            for (int i = 0; i < count; i++) {
                into[at + i] = Math.min(other[otherFrom + i], FOREIGN);
            }
            return;
        }
        int[] known = symbolOf;
        for (int i = 0; i < count; i++) {
            int point = other[otherFrom + i];
            into[at + i] = known[pages[point >>> PAGE_BITS] << PAGE_BITS | point & PAGE - 1];
        }
    }

    /** The words of the two strips that were asked for last. */
    long[] words() {
        return words;
    }

    /**
     * Where the words of a strip begin: one for each symbol, bit i for row 64 · strip + i.
     *
     * <p>Valid until the strip after the next is asked for.
     */
    int strip(int strip) {
        int at = (strip & 1) * symbols;
        long[] bits = words;
        Arrays.fill(bits, at, at + symbols, 0);
        int top = strip * ROWS;
        int bottom = Math.min(top + ROWS, length);
        int[] rows = isLatin ? text : numbers;
        int shift = isLatin ? from : 0;
        long bit = 1;
        for (int row = shift + top; row < shift + bottom; row++) {
            bits[at + rows[row]] |= bit;
            bit <<= 1;
        }
        return at;
    }
}
