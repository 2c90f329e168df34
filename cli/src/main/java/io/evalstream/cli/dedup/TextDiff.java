package io.evalstream.cli.dedup;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where two texts differ: word by word, or letter by letter in scripts that put endings on words or
 * write none apart (Korean, Chinese, Japanese, Thai).
 *
 * <p>Myers, "An O(ND) difference algorithm and its variations", Algorithmica 1986.
 */
final class TextDiff {

    /** What a piece is part of. */
    enum Side {
        BOTH,
        FIRST,
        SECOND
    }

    /**
     * A stretch of text.
     *
     * @param text not empty
     */
    record Piece(Side side, String text) {}

    /** With more insertions and removals than this nothing is alike between the ends. */
    static final int MOST_EDITS = 1_500;

    private static final int JOINER = 0x200D;

    private final String[] first;
    private final String[] second;
    private final List<Piece> pieces = new ArrayList<>();

    private TextDiff(String[] first, String[] second) {
        this.first = first;
        this.second = second;
    }

    /**
     * The pieces of both texts in order; those of {@code BOTH} and {@code FIRST} make the first
     * text, those of {@code BOTH} and {@code SECOND} the second. No two neighbours are of one side.
     *
     * <p>Takes O((n + m)·d) steps and O(d²) memory for d differing words, at most {@value
     * #MOST_EDITS}.
     */
    static List<Piece> of(String first, String second) {
        TextDiff diff = new TextDiff(words(first), words(second));
        diff.compare();
        return tidy(diff.pieces);
    }

    private void compare() {
        int start = 0;
        int shorter = Math.min(first.length, second.length);
        while (start < shorter && first[start].equals(second[start])) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && first[first.length - 1 - end].equals(second[second.length - 1 - end])) {
            end++;
        }
        add(Side.BOTH, first, 0, start);
        middle(start, first.length - end, second.length - end);
        add(Side.BOTH, first, first.length - end, first.length);
    }

    private void middle(int start, int firstEnd, int secondEnd) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] a = numbered(first, start, firstEnd, numbers);
        int[] b = numbered(second, start, secondEnd, numbers);
        List<int[]> reached = reach(a, b);
        if (reached.isEmpty()) {
            add(Side.FIRST, first, start, firstEnd);
            add(Side.SECOND, second, start, secondEnd);
            return;
        }
        // From the ends backwards: along a diagonal words are alike, else one is left out.
        List<Piece> backwards = new ArrayList<>();
        int x = a.length;
        int y = b.length;
        for (int edits = reached.size() - 1; edits > 0; edits--) {
            int[] before = reached.get(edits - 1);
            int diagonal = x - y;
            boolean isInsertion = isInsertion(before, edits, diagonal);
            int from = isInsertion ? diagonal + 1 : diagonal - 1;
            int oldX = before[from + edits - 1];
            int oldY = oldX - from;
            for (; x > oldX && y > oldY; x--, y--) {
                backwards.add(new Piece(Side.BOTH, first[start + x - 1]));
            }
            backwards.add(
                    isInsertion
                            ? new Piece(Side.SECOND, second[start + oldY])
                            : new Piece(Side.FIRST, first[start + oldX]));
            x = oldX;
            y = oldY;
        }
        for (; x > 0; x--) {
            backwards.add(new Piece(Side.BOTH, first[start + x - 1]));
        }
        Collections.reverse(backwards);
        pieces.addAll(backwards);
    }

    /**
     * The furthest places in the first text by number of edits, then by diagonal + edits; empty
     * when there are too many edits.
     */
    private static List<int[]> reach(int[] a, int[] b) {
        List<int[]> reached = new ArrayList<>();
        int most = Math.min(MOST_EDITS, a.length + b.length);
        for (int edits = 0; edits <= most; edits++) {
            int[] row = new int[2 * edits + 1];
            for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
                int x = 0;
                if (edits > 0) {
                    int[] before = reached.get(edits - 1);
                    x =
                            isInsertion(before, edits, diagonal)
                                    ? before[diagonal + 1 + edits - 1]
                                    : before[diagonal - 1 + edits - 1] + 1;
                }
                int y = x - diagonal;
                while (x < a.length && y < b.length && a[x] == b[y]) {
                    x++;
                    y++;
                }
                row[diagonal + edits] = x;
                if (x >= a.length && y >= b.length) {
                    reached.add(row);
                    return reached;
                }
            }
            reached.add(row);
        }
        return List.of();
    }

    /** Whether the best way to a diagonal comes from the one above it. */
    private static boolean isInsertion(int[] before, int edits, int diagonal) {
        if (diagonal == -edits || diagonal == edits) {
            return diagonal == -edits;
        }
        return before[diagonal - 1 + edits - 1] < before[diagonal + 1 + edits - 1];
    }

    private void add(Side side, String[] words, int from, int to) {
        if (to > from) {
            pieces.add(new Piece(side, String.join("", Arrays.copyOfRange(words, from, to))));
        }
    }

    private static int[] numbered(String[] words, int from, int to, Map<String, Integer> numbers) {
        int[] numbered = new int[to - from];
        for (int i = from; i < to; i++) {
            Integer known = numbers.putIfAbsent(words[i], numbers.size());
            numbered[i - from] = known == null ? numbers.size() - 1 : known;
        }
        return numbered;
    }

    /** Joins neighbours; a blank alone between two changes is read as part of them. */
    private static List<Piece> tidy(List<Piece> pieces) {
        List<Piece> tidy = new ArrayList<>();
        StringBuilder left = new StringBuilder();
        StringBuilder right = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            boolean isChanging = !left.isEmpty() || !right.isEmpty();
            boolean isBridge =
                    piece.side == Side.BOTH
                            && piece.text.isBlank()
                            && isChanging
                            && i + 1 < pieces.size()
                            && pieces.get(i + 1).side != Side.BOTH;
            if (piece.side == Side.BOTH && !isBridge) {
                flush(tidy, left, right);
                join(tidy, piece);
                continue;
            }
            left.append(piece.side == Side.SECOND ? "" : piece.text);
            right.append(piece.side == Side.FIRST ? "" : piece.text);
        }
        flush(tidy, left, right);
        return tidy;
    }

    private static void flush(List<Piece> tidy, StringBuilder left, StringBuilder right) {
        if (!left.isEmpty()) {
            tidy.add(new Piece(Side.FIRST, left.toString()));
        }
        if (!right.isEmpty()) {
            tidy.add(new Piece(Side.SECOND, right.toString()));
        }
        left.setLength(0);
        right.setLength(0);
    }

    private static void join(List<Piece> tidy, Piece piece) {
        int last = tidy.size() - 1;
        if (last >= 0 && tidy.get(last).side == Side.BOTH) {
            tidy.set(last, new Piece(Side.BOTH, tidy.get(last).text + piece.text));
        } else {
            tidy.add(piece);
        }
    }

    private static String[] words(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        boolean joinsNext = false;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            int before = at == 0 ? 0 : text.codePointBefore(at);
            boolean isPart = joinsNext || isMark(point) || isOfWord(point) && isOfWord(before);
            if (at > from && !isPart) {
                words.add(text.substring(from, at));
                from = at;
            }
            joinsNext = point == JOINER;
            at += Character.charCount(point);
        }
        if (from < text.length()) {
            words.add(text.substring(from));
        }
        return words.toArray(String[]::new);
    }

    private static boolean isOfWord(int point) {
        if (!Character.isLetterOrDigit(point) && !isMark(point)) {
            return false;
        }
        return switch (UnicodeScript.of(point)) {
            case HANGUL, HAN, HIRAGANA, KATAKANA, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> false;
            default -> true;
        };
    }

    /** What stays with the letter before it: marks, choices of a variant, joiners. */
    private static boolean isMark(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    true;
            default -> point == JOINER || point >= 0x1F3FB && point <= 0x1F3FF;
        };
    }
}
