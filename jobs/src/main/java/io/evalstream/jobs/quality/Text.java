package io.evalstream.jobs.quality;

import java.nio.charset.StandardCharsets;

/** A text of which a {@link TextPool} has one instance. */
final class Text {
    private final byte[] utf8;
    private final long hash;
    private final int ordinal;
    private int uses;
    private String string;

    Text(byte[] utf8, long hash, int ordinal) {
        this.utf8 = utf8;
        this.hash = hash;
        this.ordinal = ordinal;
    }

    /** Not to be changed. */
    byte[] utf8() {
        return utf8;
    }

    long hash() {
        return hash;
    }

    /** A small number that no other text of the pool has at the same time. */
    int ordinal() {
        return ordinal;
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
