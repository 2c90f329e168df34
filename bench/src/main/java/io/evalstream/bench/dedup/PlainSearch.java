package io.evalstream.bench.dedup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All pairs of a corpus below a normalised distance of 0.2, by comparing all that their lengths do
 * not tell apart.
 *
 * <p>Two bounds save work, and neither can lose a pair: an edit changes the length by one at most,
 * and removes one code point and adds one at most.
 */
final class PlainSearch {
    private static final int BUCKETS = 128;

    private final int[][] texts;
    private final short[][] counts;
    private final int[] byLength;

    /**
     * @param texts in comparison form, as code points
     */
    PlainSearch(int[][] texts) {
        this.texts = texts;
        this.counts = new short[texts.length][];
        this.byLength = sorted(texts);
        for (int row = 0; row < texts.length; row++) {
            counts[row] = counts(texts[row]);
        }
    }

    /** Searches with so many threads. */
    Truth run(int threads) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            AtomicInteger next = new AtomicInteger();
            List<Future<Pairs>> parts = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                parts.add(pool.submit(() -> search(next)));
            }
            Pairs all = new Pairs();
            for (Future<Pairs> part : parts) {
                all.addAll(part.get());
            }
            return all.truth(texts.length);
        } catch (ExecutionException e) {
            throw new IllegalStateException("brute force has failed", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private Pairs search(AtomicInteger next) {
        PlainDistance distance = new PlainDistance();
        Pairs found = new Pairs();
        for (int place = next.getAndIncrement();
                place < byLength.length;
                place = next.getAndIncrement()) {
            int shorter = byLength[place];
            for (int other = place + 1; other < byLength.length; other++) {
                int longer = byLength[other];
                int limit = PlainDistance.largestClose(texts[longer].length);
                if (texts[longer].length - texts[shorter].length > limit) {
                    break; // The limit grows more slowly than the difference.
                }
                if (!mayBeWithin(limit, counts[shorter], counts[longer])) {
                    continue;
                }
                int edits = distance.within(limit, texts[shorter], texts[longer]);
                if (edits <= limit) {
                    found.add(shorter, longer, edits, texts[longer].length);
                }
            }
        }
        return found;
    }

    private static boolean mayBeWithin(int limit, short[] a, short[] b) {
        int missing = 0;
        int surplus = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            int difference = a[bucket] - b[bucket];
            missing += Math.max(0, -difference);
            surplus += Math.max(0, difference);
        }
        return Math.max(missing, surplus) <= limit;
    }

    private static short[] counts(int[] text) {
        if (text.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("brute force takes texts up to 32,767 code points");
        }
        short[] counted = new short[BUCKETS];
        for (int point : text) {
            counted[point & (BUCKETS - 1)]++;
        }
        return counted;
    }

    private static int[] sorted(int[][] texts) {
        long[] keys = new long[texts.length];
        for (int row = 0; row < texts.length; row++) {
            keys[row] = (long) texts[row].length << 32 | row;
        }
        Arrays.sort(keys);
        int[] rows = new int[texts.length];
        for (int place = 0; place < rows.length; place++) {
            rows[place] = (int) keys[place];
        }
        return rows;
    }
}
