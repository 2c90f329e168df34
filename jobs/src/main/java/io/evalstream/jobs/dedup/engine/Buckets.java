package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.text.Closeness;

import java.util.Arrays;

/**
 * Makes pairs of the documents of a bucket whose lengths fit and whose sketches are alike.
 *
 * <p>In a bucket with more documents than the cap, each one is paired with the first and with the
 * {@value #NEIGHBOURS} next longer ones only.
 */
final class Buckets {

    private static final int NEIGHBOURS = 16;

    /** Documents that are fetched together, some ten kilobytes. */
    private static final int AHEAD = 64;

    private final Closeness closeness;
    private final int cap;
    private final BandedDocuments documents;
    private final Likeness likeness;
    private final PairSet pairs;
    private long[] byLength = new long[64];

    /** What was looked at ahead; never read, but without it nothing would be looked at. */
    private long seen;

    private long cappedBuckets;
    private long pairsLeftOut;

    Buckets(DedupParameters parameters, BandedDocuments documents, PairSet pairs) {
        this.closeness = parameters.closeness();
        this.cap = parameters.bucketCap();
        this.documents = documents;
        this.likeness = new Likeness(documents, parameters.mode());
        this.pairs = pairs;
    }

    /**
     * Takes the documents of a band.
     *
     * @param members key in the upper half, document in the lower one; in ascending order
     */
    void addAll(long[] members, int count) {
        int start = 0;
        int fetched = 0;
        while (start < count) {
            if (start >= fetched) {
                fetched = Math.min(count, start + AHEAD);
                fetch(members, start, fetched);
            }
            long key = members[start] >>> 32;
            int end = start + 1;
            while (end < count && members[end] >>> 32 == key) {
                end++;
            }
            if (end - start == 2) {
                pair((int) members[start], (int) members[start + 1]);
            } else if (end - start > 2) {
                bucket(members, start, end);
            }
            start = end;
        }
    }

    /**
     * Looks at documents that are about to be compared, one independent of the other, so that the
     * processor waits for many of them at once; each is far from the last in memory.
     */
    private void fetch(long[] members, int start, int end) {
        long before = start == 0 ? -1 : members[start - 1] >>> 32;
        for (int i = start; i < end; i++) {
            long key = members[i] >>> 32;
            if (key == before || i + 1 < end && members[i + 1] >>> 32 == key) {
                seen ^= documents.look((int) members[i]);
            }
            before = key;
        }
    }

    private void pair(int a, int b) {
        int lengthOfA = documents.length(a);
        int lengthOfB = documents.length(b);
        if (fit(Math.min(lengthOfA, lengthOfB), Math.max(lengthOfA, lengthOfB))) {
            add(a, b);
        }
    }

    private void bucket(long[] members, int start, int end) {
        int size = end - start;
        if (size > byLength.length) {
            byLength = new long[Math.max(size, 2 * byLength.length)];
        }
        for (int i = 0; i < size; i++) {
            int document = (int) members[start + i];
            byLength[i] = (long) documents.length(document) << 32 | document;
        }
        Arrays.sort(byLength, 0, size);
        if (size > cap) {
            capped(size, (int) members[start]);
            return;
        }
        for (int i = 0; i < size; i++) {
            int shorter = (int) (byLength[i] >>> 32);
            for (int j = i + 1; j < size; j++) {
                if (!fit(shorter, (int) (byLength[j] >>> 32))) {
                    break;
                }
                add((int) byLength[i], (int) byLength[j]);
            }
        }
    }

    private void capped(int size, int first) {
        cappedBuckets++;
        int place =
                Arrays.binarySearch(
                        byLength, 0, size, (long) documents.length(first) << 32 | first);
        long fitting = 0;
        long made = 0;
        int behind = 0;
        for (int i = 0; i < size; i++) {
            int document = (int) byLength[i];
            int length = (int) (byLength[i] >>> 32);
            behind = Math.max(behind, i + 1);
            while (behind < size && fit(length, (int) (byLength[behind] >>> 32))) {
                behind++;
            }
            fitting += behind - i - 1;
            int last = Math.min(behind, i + 1 + NEIGHBOURS);
            for (int j = i + 1; j < last; j++) {
                add(document, (int) byLength[j]);
            }
            made += last - i - 1;
            int shorter = Math.min(length, documents.length(first));
            int longer = Math.max(length, documents.length(first));
            if (Math.abs(i - place) > NEIGHBOURS && fit(shorter, longer)) {
                add(first, document);
                made++;
            }
        }
        pairsLeftOut += fitting - made;
    }

    /** Texts differ at least by their lengths. */
    private boolean fit(int shorter, int longer) {
        return longer - shorter <= closeness.limit(longer);
    }

    private void add(int a, int b) {
        if (likeness.isEnough(a, b)) {
            pairs.add(Math.min(a, b), Math.max(a, b));
        }
    }

    long cappedBuckets() {
        return cappedBuckets;
    }

    /** How many pairs of fitting lengths were not made; one may be made in another band. */
    long pairsLeftOut() {
        return pairsLeftOut;
    }
}
