package io.evalstream.bench.dedup;

import java.util.Arrays;
import java.util.Random;

/** Changes a text by a given number of edits of code points, anywhere or in one place. */
final class Noise {
    private final Random random;

    /** Where the edits are. */
    enum Spread {
        /** Any place is as likely as any other. */
        ANYWHERE,

        /** Within one passage as many code points long as there are edits: it is rewritten. */
        CLUSTERED
    }

    private enum Edit {
        INSERT,
        DELETE,
        REPLACE,
        TRANSPOSE
    }

    Noise(long seed) {
        // The algorithm of this class is part of its specification, so a seed is for all JDKs.
        this.random = new Random(seed);
    }

    /**
     * A noisy copy. A transposition counts as two edits, what it is for Levenshtein's distance.
     *
     * @param share of edits in the text's length, 0 to 0.5
     * @return at most {@code round(share · length)} edits away, often fewer: edits may cancel out
     */
    String copy(String text, double share, Spread spread) {
        int[] points = text.codePoints().toArray();
        Edit[] edits = edits((int) Math.round(share * points.length));
        int[] places = places(edits.length, points.length, spread);
        StringBuilder copy = new StringBuilder(text.length() + edits.length);
        int at = 0;
        for (int i = 0; i < places.length; i++) {
            // An edit behind a transposition starts behind what was transposed.
            int place = Math.max(at, places[i]);
            while (at < place) {
                copy.appendCodePoint(points[at++]);
            }
            at = apply(edits[i], points, at, copy);
        }
        while (at < points.length) {
            copy.appendCodePoint(points[at++]);
        }
        return copy.toString();
    }

    private int apply(Edit edit, int[] points, int at, StringBuilder copy) {
        boolean isBehind = at >= points.length;
        switch (edit) {
            case INSERT -> copy.appendCodePoint(points[random.nextInt(points.length)]);
            case DELETE -> {
                return isBehind ? at : at + 1;
            }
            case REPLACE -> {
                copy.appendCodePoint(points[random.nextInt(points.length)]);
                return isBehind ? at : at + 1;
            }
            case TRANSPOSE -> {
                if (at + 1 < points.length) {
                    copy.appendCodePoint(points[at + 1]).appendCodePoint(points[at]);
                    return at + 2;
                }
            }
        }
        return at;
    }

    private Edit[] edits(int budget) {
        Edit[] all = Edit.values();
        Edit[] edits = new Edit[budget];
        int count = 0;
        for (int spent = 0; spent < budget; count++) {
            Edit edit = all[random.nextInt(all.length)];
            if (edit == Edit.TRANSPOSE && spent + 2 > budget) {
                edit = Edit.REPLACE;
            }
            edits[count] = edit;
            spent += edit == Edit.TRANSPOSE ? 2 : 1;
        }
        return Arrays.copyOf(edits, count);
    }

    private int[] places(int count, int length, Spread spread) {
        int window = spread == Spread.ANYWHERE ? length : Math.min(length, Math.max(1, count));
        int from = window == length ? 0 : random.nextInt(length - window + 1);
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = from + random.nextInt(window);
        }
        Arrays.sort(places);
        return places;
    }
}
