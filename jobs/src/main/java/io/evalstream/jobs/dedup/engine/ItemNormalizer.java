package io.evalstream.jobs.dedup.engine;

import io.evalstream.datasets.ComparedText;
import io.evalstream.udfs.text.TextNormalizer;

import java.util.Arrays;

/** Brings items into their normal form, from bytes where they are at hand as such. */
final class ItemNormalizer {

    private final TextNormalizer normalizer = new TextNormalizer();

    /** Normalises an item; returns how many code points its normal form has. */
    int normalize(ComparedText item) {
        return item.bytes() == null
                ? normalizer.normalize(item.text())
                : normalizer.normalize(item.bytes(), item.from(), item.length());
    }

    /** The code points of the normal form, in an array that holds until the next one. */
    int[] points() {
        return normalizer.points();
    }

    /** The code points of an item's normal form. */
    int[] pointsOf(ComparedText item) {
        int length = normalize(item);
        return Arrays.copyOf(normalizer.points(), length);
    }

    /** Encodes the normal form; {@link #utf8} then holds it. Returns how many bytes it has. */
    int encode() {
        return normalizer.encode();
    }

    byte[] utf8() {
        return normalizer.utf8();
    }
}
