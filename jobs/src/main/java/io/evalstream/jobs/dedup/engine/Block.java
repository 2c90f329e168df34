package io.evalstream.jobs.dedup.engine;

/**
 * Columns of many documents, pairs or decisions that travel together.
 *
 * <p>One record per document and band would cost more than the hashing; a block of tens of
 * kilobytes costs next to nothing.
 */
public sealed interface Block {

    /** Bytes after which a block is handed on. */
    int FULL = 48 << 10;

    /** The partition of the next step it is meant for. */
    int target();

    /**
     * The first 128 bits of each text's SHA-256: two of a billion texts agree in them by chance
     * with a probability below 10⁻²⁰.
     *
     * @param answers hash of each answer, 0 for none
     * @param lengths of the texts, in code points
     */
    record Digests(
            int target, long[] high, long[] low, long[] numbers, long[] answers, int[] lengths)
            implements Block {}

    /**
     * Band keys of documents in the order of their numbers.
     *
     * @param lengths in code points
     * @param sketches a {@code ShortSketch} each, which has the lower half of each key
     * @param keys upper halves: those of the target's first band for all documents, then those of
     *     its second …
     */
    record Bands(int target, long[] numbers, int[] lengths, long[] sketches, char[] keys)
            implements Block {}

    /**
     * Texts, or names, of documents in the order of their numbers.
     *
     * @param answers hash of each answer, 0 for none
     * @param ends where each text ends in the bytes
     */
    record Texts(int target, long[] numbers, long[] answers, int[] ends, byte[] bytes)
            implements Block {}

    /** Pairs to be compared; the first of each has the lower number. */
    record Pairs(int target, long[] first, long[] second) implements Block {}

    /**
     * Documents whose texts are needed, in the order of their numbers.
     *
     * @param consumer the partition that needs them
     */
    record Wanted(int target, int consumer, long[] numbers) implements Block {}

    /**
     * Pairs that are duplicates; the first of each has the lower number.
     *
     * @param distances 0 for equal texts
     * @param lengths of the longer text, in code points
     */
    record Edges(
            int target,
            long[] first,
            long[] second,
            int[] distances,
            int[] lengths,
            long[] firstAnswers,
            long[] secondAnswers)
            implements Block {}

    /**
     * Documents with the text of one before them.
     *
     * @param first the lowest number with each text
     * @param second the copies
     * @param lengths of the texts, in code points
     */
    record Copies(
            int target,
            long[] first,
            long[] second,
            long[] firstAnswers,
            long[] secondAnswers,
            int[] lengths)
            implements Block {}

    /**
     * What is to happen to documents that have duplicates before them.
     *
     * @param texts the lowest number with the text of each
     * @param kept the one each is a duplicate of
     * @param clusters the lowest number of everything each is connected with
     * @param distances {@link #UNMEASURED} where nobody has compared the two
     * @param lengths of the longer text, in code points
     * @param fates a {@link Fate} each
     */
    record Decisions(
            int target,
            long[] items,
            long[] texts,
            long[] kept,
            long[] clusters,
            int[] distances,
            int[] lengths,
            byte[] fates)
            implements Block {

        /** No distance. */
        public static final int UNMEASURED = -1;
    }

    /** How many rows a split has. */
    record Rows(int target, int split, int rows) implements Block {}

    /**
     * What is not kept of a suite.
     *
     * @param rows from 0, in ascending order
     */
    record Removals(int target, int suite, long rowsOfSuite, long[] rows) implements Block {}
}
