package io.evalstream.bench.dedup;

import io.evalstream.bench.dedup.Noise.Spread;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * As many documents as wanted of 1 KB on average, with known duplicates.
 *
 * <p>A document is a row of words, each of them equally likely; seven in ten are English, the
 * others Korean. Every fifth document is a copy of one of the last thousand originals with up to 15
 * % of edits. Words as frequent as in running text would give any two documents the shingles of the
 * same few words; here, too, two English documents share one 4-gram in twenty or so.
 */
final class ScaleDocuments {
    private static final int LEAST_BYTES = 640;
    private static final int MOST_BYTES = 1408;
    private static final int EVERY = 5;
    private static final int REMEMBERED = 1000;
    private static final List<Double> SHARES = List.of(0.0, 0.01, 0.02, 0.05, 0.10, 0.15);

    private final List<String> english;
    private final List<String> korean;
    private final Random random;
    private final Noise noise;

    ScaleDocuments(List<String> english, List<String> korean, long seed) {
        this.english = english;
        this.korean = korean;
        this.random = new Random(seed);
        this.noise = new Noise(seed);
    }

    /** Gold is the row of the original; a smaller corpus is the beginning of a larger one. */
    void write(int documents, CorpusWriter out) throws IOException {
        CorpusText[] originals = new CorpusText[REMEMBERED];
        int made = 0;
        for (int row = 0; row < documents; row++) {
            if (row % EVERY == EVERY - 1) {
                CorpusText original = originals[random.nextInt(Math.min(made, REMEMBERED))];
                out.add(copy(row, original));
            } else {
                CorpusText original = new CorpusText("d" + row, words(), row);
                originals[made++ % REMEMBERED] = original;
                out.add(original);
            }
        }
    }

    private CorpusText copy(int row, CorpusText original) {
        double share = SHARES.get(random.nextInt(SHARES.size()));
        Spread spread = Spread.values()[random.nextInt(2)];
        String text = noise.copy(original.text(), share, spread);
        return new CorpusText("d" + row, text, original.gold());
    }

    private String words() {
        int wanted = LEAST_BYTES + random.nextInt(MOST_BYTES - LEAST_BYTES + 1);
        List<String> source = random.nextInt(10) < 7 ? english : korean;
        StringBuilder text = new StringBuilder(wanted + 16);
        for (int bytes = 0; bytes < wanted; bytes++) {
            String word = source.get(random.nextInt(source.size()));
            if (bytes > 0) {
                text.append(' ');
            }
            text.append(word);
            bytes += word.getBytes(StandardCharsets.UTF_8).length;
        }
        return text.toString();
    }
}
