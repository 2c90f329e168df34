package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.sketch.ShingleCounts;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the shingles that are in many texts, such as those of menus and footers, in a sample: the
 * first texts, so that it is the same whatever the parallelism.
 */
final class FrequentShingles {

    /** Texts that are looked at. */
    private static final int SAMPLE = 20_000;

    /** A shingle that is there more often than in one of so many texts is left out. */
    private static final int ONE_IN = 20;

    /** Fewer occurrences say nothing. */
    private static final int FEWEST = 50;

    private final List<DataSplit> splits;
    private final ItemReader reader;
    private final int shingle;

    /**
     * @param shingle code points in a shingle, 4 or 5
     */
    FrequentShingles(List<DataSplit> splits, ItemReader reader, int shingle) {
        this.splits = splits;
        this.reader = reader;
        this.shingle = shingle;
    }

    /**
     * Reads the sample twice.
     *
     * @return their hashes
     */
    int[] hashes() throws IOException {
        ShingleCounts counts = new ShingleCounts(shingle);
        int texts = sample(points -> counts.add(points, 0, points.length));
        int times = Math.max(FEWEST, texts / ONE_IN);
        Set<Integer> frequent = new HashSet<>();
        sample(
                points -> {
                    for (int hash : counts.above(times, points, 0, points.length)) {
                        frequent.add(hash);
                    }
                });
        return frequent.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    private int sample(Sample sample) throws IOException {
        ItemNormalizer normalizer = new ItemNormalizer();
        int[] read = {0};
        for (DataSplit split : splits) {
            if (read[0] >= SAMPLE) {
                break;
            }
            reader.read(
                    split,
                    item -> {
                        if (read[0]++ < SAMPLE) {
                            sample.take(normalizer.pointsOf(item));
                        }
                    });
        }
        return Math.min(read[0], SAMPLE);
    }

    /** Takes the code points of one text after the other. */
    private interface Sample {
        void take(int[] points);
    }
}
