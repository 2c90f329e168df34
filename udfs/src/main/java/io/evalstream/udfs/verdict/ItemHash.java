package io.evalstream.udfs.verdict;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of item keys, by which {@link ItemOrder} goes. Not thread-safe. */
public final class ItemHash {

    private final MessageDigest sha256;

    public ItemHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** All 32 bytes. */
    byte[] whole(byte[] utf8) {
        return sha256.digest(utf8);
    }

    /**
     * The first 64 bits: of two keys the one with the smaller number, unsigned, is the first; keys
     * with the same number are in {@link ItemOrder#of} their whole hashes.
     */
    public long first(byte[] utf8) {
        return ByteBuffer.wrap(whole(utf8)).getLong();
    }
}
