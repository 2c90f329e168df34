package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.text.CodePoints;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Texts that are at hand, found by the number of their document. */
final class TextStore {

    private final List<Block.Texts> blocks = new ArrayList<>();
    private long documents;
    private long[] numbers = new long[0];
    private int[] blockOf = new int[0];
    private int[] firstOfBlock = new int[0];
    private int[] firstOfSplit = new int[1];
    private boolean isIndexed;

    /** Adds texts of which none is there yet; ranges of numbers do not overlap. */
    void add(Block.Texts block) {
        blocks.add(block);
        documents += block.numbers().length;
    }

    /** Has to be called after the last one was added; once more does nothing. */
    void index() {
        if (isIndexed) {
            return;
        }
        blocks.sort(Comparator.comparingLong(block -> block.numbers()[0]));
        numbers = new long[Math.toIntExact(documents)];
        blockOf = new int[numbers.length];
        firstOfBlock = new int[blocks.size() + 1];
        int at = 0;
        for (int i = 0; i < blocks.size(); i++) {
            long[] more = blocks.get(i).numbers();
            System.arraycopy(more, 0, numbers, at, more.length);
            Arrays.fill(blockOf, at, at + more.length, i);
            at += more.length;
            firstOfBlock[i + 1] = at;
        }
        int splits = at == 0 ? 0 : DocumentNumber.split(numbers[at - 1]) + 1;
        firstOfSplit = new int[splits + 1];
        for (long number : numbers) {
            firstOfSplit[DocumentNumber.split(number) + 1]++;
        }
        for (int i = 0; i < splits; i++) {
            firstOfSplit[i + 1] += firstOfSplit[i];
        }
        isIndexed = true;
    }

    int size() {
        return numbers.length;
    }

    long number(int place) {
        return numbers[place];
    }

    /**
     * The place of a document's text, in the order of numbers.
     *
     * <p>Texts of a split are there in about even steps, so the place is guessed and then sought
     * around the guess.
     *
     * @return negative where it is not there
     */
    int place(long number) {
        int split = DocumentNumber.split(number);
        if (split >= firstOfSplit.length - 1) {
            return -1;
        }
        int from = firstOfSplit[split];
        int to = firstOfSplit[split + 1];
        if (from == to) {
            return -1;
        }
        long last = DocumentNumber.index(numbers[to - 1]) + 1L;
        long guess = from + DocumentNumber.index(number) * (long) (to - from) / last;
        int at = (int) Math.min(to - 1, guess);
        if (numbers[at] == number) {
            return at;
        }
        int step = 1;
        if (numbers[at] < number) {
            int low = at + 1;
            while (at + step < to && numbers[at + step] < number) {
                low = at + step + 1;
                step *= 2;
            }
            return Arrays.binarySearch(numbers, low, Math.min(to, at + step + 1), number);
        }
        int high = at;
        while (at - step >= from && numbers[at - step] > number) {
            high = at - step;
            step *= 2;
        }
        return Arrays.binarySearch(numbers, Math.max(from, at - step), high, number);
    }

    long answer(int place) {
        int block = block(place);
        return blocks.get(block).answers()[place - firstOfBlock[block]];
    }

    /** The code points of the text at a place. */
    int[] points(int place) {
        int[] points = new int[to(place) - from(place)];
        return Arrays.copyOf(
                points, CodePoints.decode(array(place), from(place), to(place), points));
    }

    /** How many code points the text at a place has. */
    int length(int place) {
        return CodePoints.count(array(place), from(place), to(place));
    }

    /** The bytes among which the text at a place lies, in UTF-8. */
    byte[] array(int place) {
        return blocks.get(block(place)).bytes();
    }

    /** Where the text at a place begins in its {@link #array}. */
    int from(int place) {
        int block = block(place);
        int at = place - firstOfBlock[block];
        return at == 0 ? 0 : blocks.get(block).ends()[at - 1];
    }

    /** Where the text at a place ends in its {@link #array}. */
    int to(int place) {
        int block = block(place);
        return blocks.get(block).ends()[place - firstOfBlock[block]];
    }

    /** A name, which is text in UTF-8. */
    String string(int place) {
        int from = from(place);
        return new String(array(place), from, to(place) - from, StandardCharsets.UTF_8);
    }

    private int block(int place) {
        return blockOf[place];
    }
}
