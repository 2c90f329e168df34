package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.text.CloseTexts;
import io.evalstream.udfs.text.Closeness;

import java.util.Arrays;

/**
 * Compares texts that are too short for a sketch with each other and with those that are hardly
 * longer: in the order of their lengths, as far as lengths fit.
 *
 * <p>Every partition has all of them and takes its share of the comparisons. One look at a word per
 * text, which has a bit for each code point modulo 64, settles most.
 */
public final class ShortTexts {

    private final int partition;
    private final int partitions;
    private final Closeness closeness;
    private final TextStore texts = new TextStore();
    private final LongList copies = new LongList();

    public ShortTexts(DedupParameters parameters, int partition, int partitions) {
        this.closeness = parameters.closeness();
        this.partition = partition;
        this.partitions = partitions;
    }

    public void add(Block.Texts block) {
        texts.add(block);
    }

    /** Notes documents that need not be compared, as their text is that of another one. */
    public void add(Block.Copies block) {
        copies.addAll(block.second());
    }

    /**
     * Hands on the near pairs of this partition.
     *
     * @return how many pairs were compared by more than their lengths and bits
     */
    public long finish(BlockOutput output) {
        texts.index();
        long[] dropped = copies.toSortedSet();
        int[][] points = new int[texts.size()][];
        long[] order = new long[texts.size()];
        int count = 0;
        for (int i = 0; i < texts.size(); i++) {
            if (Arrays.binarySearch(dropped, texts.number(i)) >= 0) {
                continue;
            }
            points[i] = texts.points(i);
            order[count++] = (long) points[i].length << 32 | i;
        }
        Arrays.sort(order, 0, count);
        return compare(order, count, points, output);
    }

    private long compare(long[] order, int count, int[][] points, BlockOutput output) {
        long[] bits = new long[count];
        for (int i = 0; i < count; i++) {
            for (int point : points[(int) order[i]]) {
                bits[i] |= 1L << point;
            }
        }
        CloseTexts comparison = new CloseTexts(closeness);
        EdgeWriter edges = new EdgeWriter(output);
        long compared = 0;
        for (int i = partition; i < count; i += partitions) {
            int a = (int) order[i];
            int shorter = points[a].length;
            if (shorter >= SketchMode.SHORTEST) {
                break;
            }
            comparison.representative(points[a], 0, shorter);
            for (int j = i + 1; j < count; j++) {
                int longer = (int) (order[j] >>> 32);
                int limit = closeness.limit(longer);
                if (longer - shorter > limit) {
                    break;
                }
                // One edit takes away at most one code point and brings at most one.
                if (Long.bitCount(bits[i] & ~bits[j]) > limit
                        || Long.bitCount(bits[j] & ~bits[i]) > limit) {
                    continue;
                }
                compared++;
                int b = (int) order[j];
                int distance = comparison.distance(points[b], 0, longer);
                if (distance >= 0) {
                    edges.add(
                            texts.number(a),
                            texts.number(b),
                            distance,
                            longer,
                            texts.answer(a),
                            texts.answer(b));
                }
            }
        }
        edges.flush();
        return compared;
    }
}
