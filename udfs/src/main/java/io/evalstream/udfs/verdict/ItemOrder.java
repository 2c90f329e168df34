package io.evalstream.udfs.verdict;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * An order of items for tests that look at one after the other.
 *
 * <p>It goes by the SHA-256 of their keys: as random as a shuffle however the keys are made, the
 * same for every run, and it owes nothing to who finished first.
 */
public final class ItemOrder {

    private record Hashed(byte[] hash, String key) {}

    private ItemOrder() {}

    /** The keys in that order. */
    public static List<String> of(Collection<String> keys) {
        ItemHash hash = new ItemHash();
        List<Hashed> hashed = new ArrayList<>(keys.size());
        for (String key : keys) {
            hashed.add(new Hashed(hash.whole(key.getBytes(StandardCharsets.UTF_8)), key));
        }
        hashed.sort((a, b) -> Arrays.compareUnsigned(a.hash(), b.hash()));
        List<String> ordered = new ArrayList<>(hashed.size());
        for (Hashed item : hashed) {
            ordered.add(item.key());
        }
        return ordered;
    }
}
