package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.ItemHash;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text of which a {@link TextPool} has one instance. */
final class Text {
    private static final int STARTING_BYTES = 9;
    private static final int NOT_PLAIN = 127;

    private final byte[] utf8;
    private final long hash;
    private int uses;
    private boolean isHashed;
    private long itemHash;
    private String string;

    Text(byte[] utf8, long hash) {
        this.utf8 = utf8;
        this.hash = hash;
    }

    /** Not to be changed. */
    byte[] utf8() {
        return utf8;
    }

    long hash() {
        return hash;
    }

    /** See {@link ItemHash#first}, taken once: every run of a model is of the same items. */
    long itemHash(ItemHash with) {
        if (!isHashed) {
            itemHash = with.first(utf8);
            isHashed = true;
        }
        return itemHash;
    }

    /** How many of the first bytes of both are the same, up to a number of them. */
    int shared(Text other, int atMost) {
        int length = Math.min(atMost, Math.min(utf8.length, other.utf8.length));
        int different = Arrays.mismatch(utf8, 0, length, other.utf8, 0, length);
        return different < 0 ? length : different;
    }

    /**
     * A number of what follows some bytes. Of two texts that share those, the one with the smaller
     * number is the first as strings; those with the same number may differ further on.
     */
    long start(int skipped) {
        long start = 0;
        boolean isPlain = true;
        for (int at = skipped; at < skipped + STARTING_BYTES; at++) {
            int code = 0;
            if (isPlain && at < utf8.length) {
                // Beyond ASCII the order of bytes is not that of strings.
                isPlain = utf8[at] >= 0 && utf8[at] < NOT_PLAIN - 1;
                code = isPlain ? utf8[at] + 1 : NOT_PLAIN;
            }
            start = start << 7 | code;
        }
        return start;
    }

    void use() {
        uses++;
    }

    /** Takes back one {@link #use}; whether it was the last. */
    boolean release() {
        return --uses == 0;
    }

    boolean isEmpty() {
        return utf8.length == 0;
    }

    @Override
    public String toString() {
        if (string == null) {
            string = new String(utf8, StandardCharsets.UTF_8);
        }
        return string;
    }
}
