package io.evalstream.udfs.sketch;

import java.util.Arrays;

/**
 * Counts shingles over many texts to find the most frequent ones (count-min, Cormode and
 * Muthukrishnan, "An improved data stream summary: the count-min sketch", 2005, with one row).
 *
 * <p>{@value #CELLS} counters of 4 bytes. Shingles that share a counter are counted together, so a
 * shingle may be taken for more frequent than it is. Not for several threads.
 */
public final class ShingleCounts {

    /** How many counters there are. */
    public static final int CELLS = 1 << 22;

    private final int shingle;
    private final int[] counts = new int[CELLS];
    private final int[] hashes = new int[ShingleHashes.BLOCK];

    /**
     * @param shingle code points in a shingle, 4 or 5
     */
    public ShingleCounts(int shingle) {
        this.shingle = Sketcher.checked(shingle);
    }

    /** Counts all shingles of a text. */
    public void add(int[] text, int from, int length) {
        int places = length < shingle ? 0 : length - shingle + 1;
        for (int done = 0; done < places; done += ShingleHashes.BLOCK) {
            int block = Math.min(ShingleHashes.BLOCK, places - done);
            ShingleHashes.write(text, from + done, block, shingle, hashes);
            for (int i = 0; i < block; i++) {
                int cell = hashes[i] & CELLS - 1;
                counts[cell] = Math.max(counts[cell], counts[cell] + 1);
            }
        }
    }

    /** Adds what another one counted. */
    public void add(ShingleCounts other) {
        for (int cell = 0; cell < CELLS; cell++) {
            int sum = counts[cell] + other.counts[cell];
            counts[cell] = sum < 0 ? Integer.MAX_VALUE : sum;
        }
    }

    /**
     * The hashes of a text's shingles that were counted more than so often, each once.
     *
     * @param times at least 1
     */
    public int[] above(int times, int[] text, int from, int length) {
        int places = length < shingle ? 0 : length - shingle + 1;
        int[] found = new int[16];
        int count = 0;
        for (int done = 0; done < places; done += ShingleHashes.BLOCK) {
            int block = Math.min(ShingleHashes.BLOCK, places - done);
            ShingleHashes.write(text, from + done, block, shingle, hashes);
            for (int i = 0; i < block; i++) {
                if (counts[hashes[i] & CELLS - 1] > times) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, 2 * count);
                    }
                    found[count++] = hashes[i];
                }
            }
        }
        return Arrays.stream(found, 0, count).distinct().toArray();
    }
}
