package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.text.Closeness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Finds pairs of documents that share a key in one of the bands of a partition.
 *
 * <p>Holds four bytes per document and band, and 140 per document. The keys of a band are looked
 * through twice: which ones occur again is noted in a bit each, and only their documents are
 * sorted.
 */
public final class BandGroups {

    /** Pairs that are held before they are handed on, 128 MB. */
    private static final int MOST_PAIRS = 1 << 24;

    private static final int BITS_PER_DOCUMENT = 4;

    private final int partitions;
    private final Closeness closeness;
    private final int bucketCap;
    private final SketchMode mode;
    private final List<Block.Bands> blocks = new ArrayList<>();
    private final LongList copies = new LongList();
    private long documents;

    private long[] numbers;
    private int[] lengths;
    private long[] sketches;
    private BitSet isCopy;
    private Buckets buckets;

    /**
     * @param partitions among which the pairs are shared
     */
    public BandGroups(DedupParameters parameters, int partitions) {
        this.partitions = partitions;
        this.closeness = parameters.closeness();
        this.bucketCap = parameters.bucketCap();
        this.mode = parameters.mode();
    }

    public void add(Block.Bands block) {
        blocks.add(block);
        documents += block.numbers().length;
    }

    /** Notes documents that need not be looked for, as their text is that of another one. */
    public void add(Block.Copies block) {
        copies.addAll(block.second());
    }

    /** What was left out in buckets that hold too many documents. */
    public record Capped(long buckets, long pairs) {}

    /** Hands on the pairs, each once, or seldom more often, and whose texts they need. */
    public Capped finish(BlockOutput pairs, BlockOutput wanted) {
        blocks.sort(Comparator.comparingLong(block -> block.numbers()[0]));
        collectDocuments();
        PairWriter writer = new PairWriter(numbers, partitions, pairs);
        PairSet found = new PairSet(MOST_PAIRS, writer::write);
        buckets = new Buckets(closeness, bucketCap, lengths, new Likeness(sketches, mode), found);
        int bands =
                blocks.isEmpty() ? 0 : blocks.get(0).keys().length / blocks.get(0).numbers().length;
        int bits = Integer.highestOneBit(Math.max(1 << 10, numbers.length)) * BITS_PER_DOCUMENT;
        Repeats repeats = new Repeats(bits);
        for (int band = 0; band < bands; band++) {
            collectBand(band, repeats);
        }
        blocks.clear();
        found.compact();
        writer.write(found);
        writer.finish(wanted);
        return new Capped(buckets.cappedBuckets(), buckets.pairsLeftOut());
    }

    private void collectDocuments() {
        numbers = new long[Math.toIntExact(documents)];
        lengths = new int[numbers.length];
        sketches = new long[Math.multiplyExact(numbers.length, ShortSketch.LONGS)];
        isCopy = new BitSet(numbers.length);
        long[] dropped = copies.toSortedSet();
        copies.clear();
        int at = 0;
        int next = 0;
        for (int b = 0; b < blocks.size(); b++) {
            Block.Bands block = blocks.get(b);
            System.arraycopy(
                    block.sketches(), 0, sketches, at * ShortSketch.LONGS, block.sketches().length);
            for (int i = 0; i < block.numbers().length; i++, at++) {
                long number = block.numbers()[i];
                numbers[at] = number;
                lengths[at] = block.lengths()[i];
                while (next < dropped.length && dropped[next] < number) {
                    next++;
                }
                if (next < dropped.length && dropped[next] == number) {
                    isCopy.set(at);
                }
            }
        }
    }

    private void collectBand(int band, Repeats repeats) {
        repeats.clear();
        int document = 0;
        for (Block.Bands block : blocks) {
            int size = block.numbers().length;
            int[] keys = block.keys();
            for (int i = band * size, end = i + size; i < end; i++, document++) {
                repeats.note(keys[i]);
            }
        }
        long[] members = new long[Math.max(16, repeats.most())];
        int count = 0;
        document = 0;
        for (Block.Bands block : blocks) {
            int size = block.numbers().length;
            int[] keys = block.keys();
            for (int i = band * size, end = i + size; i < end; i++, document++) {
                if (repeats.isRepeated(keys[i]) && !isCopy.get(document)) {
                    members[count++] = (long) keys[i] << 32 | document;
                }
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

        /**
         * @param bits a power of two
         */
        Repeats(int bits) {
            once = new long[bits / Long.SIZE];
            again = new long[bits / Long.SIZE];
            shift = Integer.numberOfLeadingZeros(bits) + 1;
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
