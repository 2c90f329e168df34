package io.evalstream.jobs.dedup.engine;

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
    private int[] firstOfBlock = new int[0];

    /** Adds texts of which none is there yet; ranges of numbers do not overlap. */
    void add(Block.Texts block) {
        blocks.add(block);
        documents += block.numbers().length;
    }

    /** Has to be called after the last one was added. */
    void index() {
        blocks.sort(Comparator.comparingLong(block -> block.numbers()[0]));
        numbers = new long[Math.toIntExact(documents)];
        firstOfBlock = new int[blocks.size() + 1];
        int at = 0;
        for (int i = 0; i < blocks.size(); i++) {
            long[] more = blocks.get(i).numbers();
            System.arraycopy(more, 0, numbers, at, more.length);
            at += more.length;
            firstOfBlock[i + 1] = at;
        }
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
     * @return negative where it is not there
     */
    int place(long number) {
        return Arrays.binarySearch(numbers, number);
    }

    long answer(int place) {
        int block = block(place);
        return blocks.get(block).answers()[place - firstOfBlock[block]];
    }

    /** How many values of the sketches of two texts are equal. */
    int equalInSketch(int a, int b) {
        int blockOfA = block(a);
        int blockOfB = block(b);
        return ShortSketch.equal(
                blocks.get(blockOfA).sketches(),
                (a - firstOfBlock[blockOfA]) * ShortSketch.LONGS,
                blocks.get(blockOfB).sketches(),
                (b - firstOfBlock[blockOfB]) * ShortSketch.LONGS);
    }

    /** How many bytes the text at a place has. */
    int bytes(int place) {
        int block = block(place);
        int[] ends = blocks.get(block).ends();
        int at = place - firstOfBlock[block];
        return ends[at] - (at == 0 ? 0 : ends[at - 1]);
    }

    /**
     * Reads a text.
     *
     * @param points receives its code points, at least {@link #bytes} long
     * @return how many there are
     */
    int read(int place, int[] points) {
        int block = block(place);
        Block.Texts texts = blocks.get(block);
        int at = place - firstOfBlock[block];
        int from = at == 0 ? 0 : texts.ends()[at - 1];
        return TextBytes.decode(texts.bytes(), from, texts.ends()[at], points);
    }

    /** A name, which is text in UTF-8. */
    String string(int place) {
        int block = block(place);
        Block.Texts texts = blocks.get(block);
        int at = place - firstOfBlock[block];
        int from = at == 0 ? 0 : texts.ends()[at - 1];
        return new String(texts.bytes(), from, texts.ends()[at] - from, StandardCharsets.UTF_8);
    }

    private int block(int place) {
        int found = Arrays.binarySearch(firstOfBlock, place);
        return found >= 0 ? found : -found - 2;
    }
}
