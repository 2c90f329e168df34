package io.evalstream.udfs.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.evalstream.udfs.text.CodePoints;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

class SketcherTest {

    private static final int BINS = OnePermutationSketch.BINS;

    @Property(tries = 500)
    void aSignatureDependsNeitherOnWhereTheTextStandsNorOnTextsBefore(
            @ForAll long seed,
            @ForAll @IntRange(max = 3000) int length,
            @ForAll @IntRange(min = 4, max = 5) int shingle) {
        Random random = new Random(seed);
        int[] text = random.ints(length, 0, 0x110000).toArray();
        int[] moved = new int[length + 40];
        System.arraycopy(text, 0, moved, 17, length);
        Sketcher used = new Sketcher(shingle);
        int[] signature = new int[2 * BINS];
        used.sketch(moved, 0, moved.length, signature, 0);
        boolean any = used.sketch(moved, 17, length, signature, BINS);
        int[] fresh = new int[BINS];
        assertThat(new Sketcher(shingle).sketch(text, 0, length, fresh, 0)).isEqualTo(any);
        assertThat(any).isEqualTo(length > 0);
        if (any) {
            assertThat(Arrays.copyOfRange(signature, BINS, 2 * BINS)).isEqualTo(fresh);
        }
    }

    /** Letters of a small alphabet are where a weak hash shows. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void estimatesAreUnbiasedOnPlainLetters(int shingle) {
        Random random = new Random(shingle);
        int pairs = 600;
        double error = 0;
        double squares = 0;
        double expectedSquares = 0;
        for (int i = 0; i < pairs; i++) {
            int[] a = random.ints(900, 'a', 'a' + 8 + random.nextInt(19)).toArray();
            int[] b = a.clone();
            for (int edit = random.nextInt(90); edit >= 0; edit--) {
                b[random.nextInt(b.length)] = 'a' + random.nextInt(8);
            }
            double truth = jaccard(a, b, shingle);
            double estimate = Signatures.jaccard(of(a, shingle), of(b, shingle));
            error += (estimate - truth) / pairs;
            squares += (estimate - truth) * (estimate - truth);
            expectedSquares += truth * (1 - truth) / BINS;
        }
        assertThat(squares / expectedSquares).isLessThan(1.5);
        assertThat(error)
                .isCloseTo(0, within(4 * Math.sqrt(1.5 * expectedSquares / pairs / pairs)));
    }

    @Test
    void differentShinglesRarelyHaveEqualHashes() {
        ShingleHashes shingles = new ShingleHashes(4);
        Set<Integer> hashes = new HashSet<>();
        int[] digits = new int[4];
        int count = 0;
        for (int i = 0; i < 62 * 62 * 62; i++) {
            digits[0] = '0';
            digits[1] = 0xAC00 + i % 62;
            digits[2] = '0' + i / 62 % 62;
            digits[3] = '0' + i / 62 / 62;
            shingles.next(digits, 0, 4, 0);
            hashes.add(shingles.hashes()[0]);
            count++;
        }
        // Of n hashes in 2³¹ values n²/2³² are expected to collide: 13.
        assertThat(count - hashes.size()).isLessThan(40);
    }

    @Test
    void emptyBinsCopyFilledOnesByBothWays() {
        Random random = new Random(9);
        for (int filled = 1; filled <= BINS; filled++) {
            int[] bins = new int[BINS];
            OnePermutationSketch.clear(bins);
            while (Arrays.stream(filledOf(bins)).sum() < filled) {
                OnePermutationSketch.take(new int[] {random.nextInt() & ~1}, 1, bins);
            }
            int[] isFilled = filledOf(bins);
            int[] before = bins.clone();
            new Densification().fill(bins);
            int[] again = before.clone();
            new Densification(filled % 2 == 0 ? 0 : BINS).fill(again);
            assertThat(again).isEqualTo(bins);
            for (int bin = 0; bin < BINS; bin++) {
                if (isFilled[bin] == 1) {
                    assertThat(bins[bin]).isEqualTo(before[bin]);
                } else {
                    assertThat(isFilled[bins[bin] >>> 24]).isOne();
                }
            }
        }
    }

    @Test
    void stopShinglesAreLeftOut() {
        String menu = "home | products | about us | contact | terms and conditions ";
        int[] a = CodePoints.of(menu + "the first page speaks of rivers, lakes and their fish");
        int[] b = CodePoints.of(menu + "another one lists spare parts for old sewing machines");
        ShingleCounts counts = new ShingleCounts(5);
        ShingleCounts others = new ShingleCounts(5);
        for (int i = 0; i < 20; i++) {
            int[] page = CodePoints.of(menu + i);
            (i % 2 == 0 ? counts : others).add(page, 0, page.length);
        }
        counts.add(others);
        StopShingles stops = StopShingles.of(counts.above(10, a, 0, a.length));
        assertThat(stops.hashes()).hasSizeBetween(menu.length() - 5, menu.length());
        assertThat(Signatures.jaccard(of(a, 5), of(b, 5))).isGreaterThan(0.25);
        Sketcher sketcher = new Sketcher(5, stops);
        int[] ofA = new int[BINS];
        int[] ofB = new int[BINS];
        sketcher.sketch(a, 0, a.length, ofA, 0);
        sketcher.sketch(b, 0, b.length, ofB, 0);
        assertThat(Signatures.jaccard(ofA, ofB)).isLessThan(0.1);
        int[] only = CodePoints.of(menu);
        assertThat(sketcher.sketch(only, 0, only.length, ofA, 0)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void bandsOfAModeAreFoundAsOftenAsTheirCurveSays(SketchMode mode) {
        Random random = new Random(2);
        long[] keys = new long[mode.bands()];
        long[] others = new long[mode.bands()];
        for (double jaccard : new double[] {0.2, 0.35, 0.5}) {
            int tries = 4000;
            int found = 0;
            for (int i = 0; i < tries; i++) {
                int[] a = random.ints(BINS).toArray();
                int[] b = a.clone();
                for (int value = 0; value < BINS; value++) {
                    b[value] = random.nextDouble() < jaccard ? a[value] : random.nextInt();
                }
                Bands.write(a, 0, mode, keys, 0);
                Bands.write(b, 0, mode, others, 0);
                boolean any = false;
                for (int band = 0; band < keys.length; band++) {
                    any |= keys[band] == others[band];
                }
                found += any ? 1 : 0;
            }
            assertThat((double) found / tries)
                    .isCloseTo(mode.candidateProbability(jaccard), within(0.03));
        }
    }

    @Test
    void keysOfOneBandDifferFromBucketToBucket() {
        assertThat(Bands.inBucket(5, 1)).isNotEqualTo(Bands.inBucket(5, 2));
        assertThat(Bands.inBucket(5, 1)).isEqualTo(Bands.inBucket(5, 1));
        assertThat(SketchMode.isTooShort(29)).isTrue();
        assertThat(SketchMode.isTooShort(30)).isFalse();
    }

    @Test
    void aShingleOfThreeIsRefused() {
        assertThatThrownBy(() -> new Sketcher(3))
                .hasMessage("a shingle has 4 or 5 code points, not 3");
    }

    private static int[] filledOf(int[] bins) {
        int[] filled = new int[BINS];
        OnePermutationSketch.filled(bins, filled);
        return filled;
    }

    private static int[] of(int[] text, int shingle) {
        int[] signature = new int[BINS];
        new Sketcher(shingle).sketch(text, 0, text.length, signature, 0);
        return signature;
    }

    private static double jaccard(int[] a, int[] b, int shingle) {
        Set<List<Integer>> both = shingles(a, shingle);
        Set<List<Integer>> union = new HashSet<>(both);
        Set<List<Integer>> others = shingles(b, shingle);
        both.retainAll(others);
        union.addAll(others);
        return (double) both.size() / union.size();
    }

    private static Set<List<Integer>> shingles(int[] text, int shingle) {
        Set<List<Integer>> shingles = new HashSet<>();
        for (int i = 0; i + shingle <= text.length; i++) {
            shingles.add(Arrays.stream(text, i, i + shingle).boxed().toList());
        }
        return shingles;
    }
}
