package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.sketch.SketchMode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Finds pairs of documents that share a key in one of the bands of a partition.
 *
 * <p>Holds two bytes per document and band, and 146 per document. The keys of a band are looked
 * through twice: which ones occur again is noted in a bit each, and only their documents are
 * sorted.
 */
public final class BandGroups {

    /** Pairs that are held before they are handed on, 128 MB. */
    private static final int MOST_PAIRS = 1 << 24;

    private static final int BITS_PER_DOCUMENT = 8;

    private final int partition;
    private final int partitions;
    private final DedupParameters parameters;
    private final List<Block.Bands> blocks = new ArrayList<>();
    private final LongList copies = new LongList();

    /**
     * @param partition which of them this is
     * @param partitions among which bands and pairs are shared
     */
    public BandGroups(DedupParameters parameters, int partition, int partitions) {
        this.parameters = parameters;
        this.partition = partition;
        this.partitions = partitions;
    }

    public void add(Block.Bands block) {
        blocks.add(block);
    }

    /** Notes documents that need not be looked for, as their text is that of another one. */
    public void add(Block.Copies block) {
        copies.addAll(block.second());
    }

    /**
     * What was done.
     *
     * @param documents that have bands
     * @param bytes that were held of them
     * @param cappedBuckets buckets that hold too many of them
     * @param pairsLeftOut what was left out in these
     */
    public record Banded(long documents, long bytes, long cappedBuckets, long pairsLeftOut) {}

    /** Hands on the pairs, each once, or seldom more often, and whose texts they need. */
    public Banded finish(BlockOutput pairs, BlockOutput wanted) {
        BandedDocuments documents = new BandedDocuments(blocks);
        BitSet isCopy = places(documents.numbers());
        PairWriter writer = new PairWriter(documents.numbers(), partitions, pairs);
        PairSet found = new PairSet(MOST_PAIRS, writer::write);
        Buckets buckets = new Buckets(parameters, documents, found);
        Repeats repeats = new Repeats(documents.size());
        SketchMode mode = parameters.mode();
        int targets = Math.min(partitions, mode.bands());
        int[] keys = new int[documents.size()];
        for (int band = 0; band < documents.bands(); band++) {
            documents.keys(band, new BandColumn(mode, partition + band * targets), keys);
            collect(keys, repeats, isCopy, buckets);
        }
        found.compact();
        writer.write(found);
        writer.finish(wanted);
        long bytes = documents.bytes() + (long) keys.length * Integer.BYTES + repeats.bytes();
        return new Banded(documents.size(), bytes, buckets.cappedBuckets(), buckets.pairsLeftOut());
    }

    /** Which documents are copies. */
    private BitSet places(long[] numbers) {
        BitSet isCopy = new BitSet(numbers.length);
        long[] dropped = copies.toSortedSet();
        copies.clear();
        int next = 0;
        for (int i = 0; i < numbers.length; i++) {
            while (next < dropped.length && dropped[next] < numbers[i]) {
                next++;
            }
            if (next < dropped.length && dropped[next] == numbers[i]) {
                isCopy.set(i);
            }
        }
        return isCopy;
    }

    private static void collect(int[] keys, Repeats repeats, BitSet isCopy, Buckets buckets) {
        repeats.clear();
        for (int key : keys) {
            repeats.note(key);
        }
        long[] members = new long[Math.max(16, repeats.most())];
        int count = 0;
        for (int document = 0; document < keys.length; document++) {
            if (repeats.isRepeated(keys[document]) && !isCopy.get(document)) {
                members[count++] = (long) keys[document] << 32 | document;
            }
        }
        long[] sorted =
                RadixSort.byUpperBits(members, new long[members.length], count, Integer.SIZE);
        buckets.addAll(sorted, count);
    }

    /** Which keys occur more than once, or share their bit with another one. */
    private static final class Repeats {

        private final long[] once;
        private final long[] again;
        private final int shift;
        private int repeated;

        Repeats(int documents) {
            int bits = Integer.highestOneBit(Math.max(1 << 10, documents)) * BITS_PER_DOCUMENT;
            once = new long[bits / Long.SIZE];
            again = new long[bits / Long.SIZE];
            shift = Integer.numberOfLeadingZeros(bits) + 1;
        }

        long bytes() {
            return 2L * once.length * Long.BYTES;
        }

        void clear() {
            Arrays.fill(once, 0);
            Arrays.fill(again, 0);
            repeated = 0;
        }

        void note(int key) {
            int bit = key >>> shift;
            int word = bit >>> 6;
            long mask = 1L << bit;
            if ((once[word] & mask) == 0) {
                once[word] |= mask;
            } else {
                // The first one is counted with the second.
                repeated += (again[word] & mask) == 0 ? 2 : 1;
                again[word] |= mask;
            }
        }

        boolean isRepeated(int key) {
            int bit = key >>> shift;
            return (again[bit >>> 6] & 1L << bit) != 0;
        }

        /** How many documents have a key that may be repeated. */
        int most() {
            return repeated;
        }
    }
}
