package io.evalstream.contract;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Assembles and hashes the encoding described at {@link EventIds}; reusable, not thread-safe. */
final class EventIdHasher {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MessageDigest sha256;
    private final byte[] hash = new byte[32];
    private byte[] encoding = new byte[512];
    private int size;

    EventIdHasher() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Number of bytes assembled so far. */
    int size() {
        return size;
    }

    /** Forgets all but the first {@code size} bytes that were assembled. */
    void truncate(int size) {
        this.size = size;
    }

    void addText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (!new String(utf8, StandardCharsets.UTF_8).equals(text)) {
            throw new IllegalArgumentException("a text with half a surrogate pair has no UTF-8");
        }
        addText(utf8, 0, utf8.length);
    }

    void addText(byte[] utf8, int offset, int length) {
        // A length has at most ten digits.
        if (encoding.length - size < length + 11) {
            encoding = Arrays.copyOf(encoding, Math.max(2 * encoding.length, size + length + 11));
        }
        addDigits(length);
        encoding[size++] = ':';
        System.arraycopy(utf8, offset, encoding, size, length);
        size += length;
    }

    /** Adds a text that has been encoded before. */
    void addEncoded(byte[] encoded) {
        if (encoding.length - size < encoded.length) {
            encoding = Arrays.copyOf(encoding, 2 * encoding.length + encoded.length);
        }
        System.arraycopy(encoded, 0, encoding, size, encoded.length);
        size += encoded.length;
    }

    void addRecord(byte[] record, int offset, int length) {
        if (size == encoding.length) {
            encoding = Arrays.copyOf(encoding, 2 * encoding.length);
        }
        encoding[size++] = 'e';
        addText(record, offset, length);
    }

    void addNumber(int number) {
        if (encoding.length - size < 13) {
            encoding = Arrays.copyOf(encoding, 2 * encoding.length);
        }
        addDigits(digitsOf(number));
        encoding[size++] = ':';
        addDigits(number);
    }

    /** Hashes what was assembled; it stays assembled. */
    EventId finish() {
        sha256.update(encoding, 0, size);
        try {
            sha256.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 hash has 32 bytes", e);
        }
        return new EventId((long) LONGS.get(hash, 0), (long) LONGS.get(hash, 8));
    }

    private void addDigits(int number) {
        int end = size + digitsOf(number);
        size = end;
        int rest = number;
        do {
            encoding[--end] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    private static int digitsOf(int number) {
        int digits = 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
