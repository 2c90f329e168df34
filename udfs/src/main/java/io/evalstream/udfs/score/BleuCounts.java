package io.evalstream.udfs.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What BLEU is computed from: lengths and n-gram matches, which add up over the segments of a
 * corpus (Papineni, Roukos, Ward and Zhu, "BLEU: a method for automatic evaluation of machine
 * translation", ACL 2002).
 *
 * <p>Scores agree with sacrebleu 2.6.0, tokenisation 13a, smoothing "exp" (Chen and Cherry, "A
 * systematic comparison of smoothing techniques for sentence-level BLEU", WMT 2014, method 3).
 */
public final class BleuCounts {

    /** Longest n-gram. */
    public static final int ORDER = 4;

    /** Numbers in {@link #toArray}. */
    public static final int SIZE = 2 + 2 * ORDER;

    private static final int CANDIDATE = 0;
    private static final int REFERENCE = 1;
    private static final int MATCHES = 2;
    private static final int TOTALS = 2 + ORDER;

    private final long[] counts;

    private BleuCounts(long[] counts) {
        this.counts = counts;
    }

    /**
     * The counts of one segment.
     *
     * @param references translations that are all right, at least one; each n-gram counts as often
     *     as in the one that has it most often, and the length is that of the one nearest
     */
    public static BleuCounts of(String candidate, List<String> references) {
        if (references.isEmpty()) {
            throw new IllegalArgumentException("BLEU needs at least one reference");
        }
        NgramNumbers numbers = new NgramNumbers();
        int[] words = numbers.number(Tokens13a.of(candidate));
        List<int[]> others = new ArrayList<>();
        int nearest = -1;
        for (String reference : references) {
            int[] other = numbers.number(Tokens13a.of(reference));
            others.add(other);
            nearest = nearest < 0 ? other.length : nearer(words.length, nearest, other.length);
        }
        long[] counts = new long[SIZE];
        counts[CANDIDATE] = words.length;
        counts[REFERENCE] = nearest;
        int[] ngrams = words;
        List<int[]> otherNgrams = others;
        for (int order = 1; order <= ORDER; order++) {
            if (order > 1) {
                ngrams = numbers.extend(words, ngrams, order);
                List<int[]> extended = new ArrayList<>();
                for (int i = 0; i < others.size(); i++) {
                    extended.add(numbers.extend(others.get(i), otherNgrams.get(i), order));
                }
                otherNgrams = extended;
            }
            counts[MATCHES + order - 1] = matches(ngrams, otherNgrams, numbers.size(order));
            counts[TOTALS + order - 1] = ngrams.length;
        }
        return new BleuCounts(counts);
    }

    /** Counts from their numbers, of which there are {@value #SIZE}. */
    public static BleuCounts fromArray(long[] counts) {
        return new BleuCounts(Arrays.copyOf(counts, SIZE));
    }

    /** The numbers: both lengths, matches per order, n-grams per order. */
    public long[] toArray() {
        return counts.clone();
    }

    /**
     * BLEU of one segment: only orders for which it is long enough count.
     *
     * @return in [0, 100]
     */
    public double sentenceScore() {
        return score(true);
    }

    /**
     * BLEU of a corpus.
     *
     * @return in [0, 100]; 0 where no segment has four words
     */
    public double corpusScore() {
        return score(false);
    }

    private double score(boolean onlyOrdersThere) {
        boolean any = false;
        for (int i = 0; i < ORDER; i++) {
            any |= counts[MATCHES + i] > 0;
        }
        if (!any) {
            return 0;
        }
        double logs = 0;
        double smoothing = 1;
        int orders = 0;
        for (; orders < ORDER && counts[TOTALS + orders] > 0; orders++) {
            double matches = counts[MATCHES + orders];
            if (matches == 0) {
                smoothing *= 2;
                matches = 1 / smoothing;
            }
            logs += Math.log(100 * matches / counts[TOTALS + orders]);
        }
        if (orders < ORDER && !onlyOrdersThere) {
            return 0;
        }
        double brevity = Math.min(0, 1 - (double) counts[REFERENCE] / counts[CANDIDATE]);
        return Math.min(100, Math.exp(brevity + logs / orders));
    }

    private static int nearer(int length, int one, int other) {
        int difference = Math.abs(length - one) - Math.abs(length - other);
        return difference == 0 ? Math.min(one, other) : difference < 0 ? one : other;
    }

    private static long matches(int[] ngrams, List<int[]> references, int size) {
        int[] most = new int[size];
        for (int[] reference : references) {
            int[] counts = NgramNumbers.count(reference, size);
            for (int i = 0; i < size; i++) {
                most[i] = Math.max(most[i], counts[i]);
            }
        }
        int[] counts = NgramNumbers.count(ngrams, size);
        long matches = 0;
        for (int i = 0; i < size; i++) {
            matches += Math.min(most[i], counts[i]);
        }
        return matches;
    }
}
