package io.evalstream.udfs.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

class MinHashTest {

    /** Short texts leave most bins empty; that is where densification shows. */
    @ParameterizedTest
    @ValueSource(ints = {20, 60, 250, 2000})
    void estimatesTheJaccardSimilarityWithoutBiasAndAsWellAsPermutations(int length) {
        Random random = new Random(length);
        int pairs = 400;
        double error = 0;
        double squares = 0;
        double permutationSquares = 0;
        double expectedSquares = 0;
        for (int i = 0; i < pairs; i++) {
            int[] a = random.ints(length, 0, 5000).toArray();
            int[] b = a.clone();
            for (int edit = random.nextInt(Math.max(2, length / 12)); edit >= 0; edit--) {
                b[random.nextInt(length)] = random.nextInt(5000);
            }
            double truth = jaccard(a, b);
            double estimate = Signatures.jaccard(of(a), of(b));
            double permutations =
                    Signatures.jaccard(PermutationSketch.of(a, 256), PermutationSketch.of(b, 256));
            error += (estimate - truth) / pairs;
            squares += (estimate - truth) * (estimate - truth);
            permutationSquares += (permutations - truth) * (permutations - truth);
            expectedSquares += truth * (1 - truth) / 256;
        }
        double deviation = Math.sqrt(expectedSquares / pairs);
        assertThat(permutationSquares / expectedSquares).isBetween(0.8, 1.25);
        // Copied bins are not independent: with 17 shingles in 256 bins the variance grows.
        assertThat(squares / expectedSquares).isLessThan(length < 100 ? 12 : 1.8);
        double grown = Math.sqrt(squares / expectedSquares);
        assertThat(error).isCloseTo(0, within(4 * deviation * grown / Math.sqrt(pairs)));
    }

    @Property(tries = 300)
    void theSignatureDependsOnTheSetOfShinglesAlone(@ForAll long seed) {
        Random random = new Random(seed);
        int[] period = random.ints(1 + random.nextInt(12), 0, 0x110000).toArray();
        int[] once = repeated(period, period.length + Shingles.LENGTH - 1 + period.length);
        int[] often = repeated(period, period.length * 9 + 7);
        assertThat(of(often)).isEqualTo(of(once));
    }

    @Test
    void textsShorterThanAShingleAreTheirOwn() {
        assertThat(of(new int[0])).isEmpty();
        assertThat(Signatures.jaccard(of(new int[0]), of(new int[0]))).isOne();
        assertThat(Signatures.jaccard(of(new int[0]), of(new int[] {7}))).isZero();
        assertThat(Signatures.jaccard(of(new int[] {7}), of(new int[] {7}))).isOne();
        assertThat(Signatures.jaccard(of(new int[] {7}), of(new int[] {7, 7}))).isZero();
        assertThat(Signatures.jaccard(of(new int[] {0}), of(new int[] {0, 0}))).isZero();
        assertThat(Signatures.jaccard(of(new int[] {0, 0, 0}), of(new int[] {0, 0, 0, 0})))
                .isZero();
    }

    @Test
    void aSignatureStaysWhatItIsBecauseItIsStored() {
        int[] signature = of("to be or not to be".codePoints().toArray());
        assertThat(Arrays.hashCode(signature)).isEqualTo(1663189739);
    }

    @Test
    void bandsOfEqualRowsAreEqual() {
        Random random = new Random(5);
        int[] a = random.ints(256).toArray();
        int[] b = random.ints(256).toArray();
        System.arraycopy(a, 40, b, 40, 4);
        long[] bands = Signatures.bands(a, 64, 4);
        long[] others = Signatures.bands(b, 64, 4);
        for (int band = 0; band < 64; band++) {
            assertThat(bands[band] == others[band]).isEqualTo(band == 10);
        }
        int[] same = new int[256];
        assertThat(Arrays.stream(Signatures.bands(same, 64, 4)).distinct().count()).isEqualTo(64);
    }

    @Test
    void bytesComeBackAndOthersAreRefused() {
        int[] signature = of(new int[] {1, 2, 3, 4, 5, 6});
        assertThat(Signatures.fromBytes(Signatures.toBytes(signature))).isEqualTo(signature);
        assertThatThrownBy(() -> Signatures.fromBytes(new byte[12]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a MinHash signature has 0 or 1024 bytes, these are 12");
        assertThatThrownBy(() -> Signatures.bands(signature, 65, 4))
                .hasMessage("65 bands of 4 rows do not fit into 256 values");
    }

    private static int[] of(int[] text) {
        return OnePermutationSketch.of(text);
    }

    private static int[] repeated(int[] period, int length) {
        int[] text = new int[length];
        Arrays.setAll(text, i -> period[i % period.length]);
        return text;
    }

    private static double jaccard(int[] a, int[] b) {
        Set<List<Integer>> both = shingles(a);
        Set<List<Integer>> union = new HashSet<>(both);
        Set<List<Integer>> others = shingles(b);
        both.retainAll(others);
        union.addAll(others);
        return (double) both.size() / union.size();
    }

    private static Set<List<Integer>> shingles(int[] text) {
        Set<List<Integer>> shingles = new HashSet<>();
        for (int i = 0; i + 4 <= text.length; i++) {
            shingles.add(List.of(text[i], text[i + 1], text[i + 2], text[i + 3]));
        }
        return shingles;
    }
}
