package io.evalstream.jobs.dedup.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The documents of a partition of bands, by small numbers in their order: what they are called, how
 * long they are, their sketches and halves of keys.
 *
 * <p>Columns are moved out of the blocks in pieces, so that they are never there twice.
 */
final class BandedDocuments {

    /** Documents in a piece of the sketches: 512 KB. */
    private static final int PIECE_BITS = 12;

    private static final int PIECE = 1 << PIECE_BITS;

    private final long[] numbers;
    private final int[] lengths;
    private final long[][] sketches;
    private final char[][] keys;
    private final int[] firstOfBlock;

    /**
     * @param blocks of which the ranges of numbers do not overlap; empty afterwards
     */
    BandedDocuments(List<Block.Bands> blocks) {
        blocks.sort(Comparator.comparingLong(block -> block.numbers()[0]));
        firstOfBlock = new int[blocks.size() + 1];
        for (int b = 0; b < blocks.size(); b++) {
            firstOfBlock[b + 1] = Math.addExact(firstOfBlock[b], blocks.get(b).numbers().length);
        }
        int size = firstOfBlock[blocks.size()];
        numbers = new long[size];
        lengths = new int[size];
        keys = new char[blocks.size()][];
        List<long[]> pieces = new ArrayList<>();
        for (int b = 0; b < keys.length; b++) {
            Block.Bands block = blocks.set(b, null);
            int at = firstOfBlock[b];
            int count = block.numbers().length;
            System.arraycopy(block.numbers(), 0, numbers, at, count);
            System.arraycopy(block.lengths(), 0, lengths, at, count);
            keys[b] = block.keys();
            for (int done = 0; done < count; ) {
                int piece = at + done >>> PIECE_BITS;
                if (piece == pieces.size()) {
                    int documents = Math.min(PIECE, size - (at + done));
                    pieces.add(new long[documents * ShortSketch.LONGS]);
                }
                int in = at + done & PIECE - 1;
                int fitting = Math.min(count - done, PIECE - in);
                System.arraycopy(
                        block.sketches(),
                        done * ShortSketch.LONGS,
                        pieces.get(piece),
                        in * ShortSketch.LONGS,
                        fitting * ShortSketch.LONGS);
                done += fitting;
            }
        }
        blocks.clear();
        sketches = pieces.toArray(long[][]::new);
    }

    int size() {
        return numbers.length;
    }

    long[] numbers() {
        return numbers;
    }

    /** In code points. */
    int length(int document) {
        return lengths[document];
    }

    /** How many bands there are. */
    int bands() {
        return keys.length == 0 ? 0 : keys[0].length / firstOfBlock[1];
    }

    /**
     * The keys of a band.
     *
     * @param band which of those of the partition
     * @param column where it is in the sketch
     * @param into receives one for each document
     */
    void keys(int band, BandColumn column, int[] into) {
        for (int b = 0; b < keys.length; b++) {
            char[] halves = keys[b];
            int end = firstOfBlock[b + 1];
            int half = band * (end - firstOfBlock[b]);
            for (int document = firstOfBlock[b]; document < end; document++, half++) {
                into[document] = column.key(halves[half], piece(document), at(document));
            }
        }
    }

    /** How many values of the sketches of two documents are equal. */
    int equal(int a, int b) {
        return ShortSketch.equal(piece(a), at(a), piece(b), at(b));
    }

    /** Something of all that is compared of a document, which brings it near. */
    long look(int document) {
        long[] piece = piece(document);
        int at = at(document);
        return lengths[document] ^ piece[at] ^ piece[at + 7] ^ piece[at + 15];
    }

    /** What is held, in bytes. */
    long bytes() {
        long bytes = (long) size() * (Long.BYTES + Integer.BYTES);
        for (long[] piece : sketches) {
            bytes += (long) piece.length * Long.BYTES;
        }
        for (char[] halves : keys) {
            bytes += (long) halves.length * Character.BYTES;
        }
        return bytes;
    }

    private long[] piece(int document) {
        return sketches[document >>> PIECE_BITS];
    }

    private static int at(int document) {
        return (document & PIECE - 1) * ShortSketch.LONGS;
    }
}
