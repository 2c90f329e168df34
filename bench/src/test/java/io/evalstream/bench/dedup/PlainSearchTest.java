package io.evalstream.bench.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Brute force against a definition that leaves nothing out. */
class PlainSearchTest {

    @Test
    void findsExactlyThePairsOfTheDefinition() throws InterruptedException {
        int[][] texts = texts(150);
        Truth truth = new PlainSearch(texts).run(2);

        List<String> expected = new ArrayList<>();
        for (int a = 0; a < texts.length; a++) {
            for (int b = a + 1; b < texts.length; b++) {
                int distance = naive(texts[a], texts[b]);
                if (5 * distance < Math.max(texts[a].length, texts[b].length)) {
                    expected.add(a + " " + b + " " + distance);
                }
            }
        }
        List<String> found = new ArrayList<>();
        for (int pair = 0; pair < truth.pairs(); pair++) {
            found.add(
                    truth.left()[pair] + " " + truth.right()[pair] + " " + truth.distance()[pair]);
        }
        assertThat(found).isEqualTo(expected).hasSizeGreaterThan(40);
    }

    @Test
    void givesTheSameWhateverTheThreads() throws InterruptedException {
        int[][] texts = texts(80);
        Truth one = new PlainSearch(texts).run(1);
        Truth three = new PlainSearch(texts).run(3);
        assertThat(three.left()).isEqualTo(one.left());
        assertThat(three.right()).isEqualTo(one.right());
        assertThat(three.labels()).isEqualTo(one.labels());
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "5, 0", "6, 1", "10, 1", "11, 2", "100, 19", "101, 20"})
    void theThresholdItselfIsNotClose(int length, int largest) {
        assertThat(PlainDistance.largestClose(length)).isEqualTo(largest);
        assertThat(5 * largest).isLessThan(length);
        assertThat(5 * (largest + 1)).isGreaterThanOrEqualTo(length);
    }

    @Test
    void aTransitiveChainIsOneComponentWithTheSmallestRowAsLabel() {
        Truth truth = Truth.of(6, new int[] {3, 1, 2}, new int[] {5, 3, 4}, new int[3], new int[3]);
        assertThat(truth.labels()).containsExactly(0, 1, 2, 1, 2, 1);
        assertThat(truth.components()).isEqualTo(2);
    }

    @Test
    void comparisonFormJoinsWhatOnlyLooksDifferent() {
        assertThat(PlainText.codePoints(" Ａb\u00a0\n C\u1112\u1161\u11ab "))
                .isEqualTo("ab c한".codePoints().toArray());
        assertThat(PlainText.codePoints(" \t ")).isEmpty();
    }

    private static int[][] texts(int count) {
        Random random = new Random(7);
        Noise noise = new Noise(7);
        int[][] texts = new int[count][];
        String last = "";
        for (int i = 0; i < count; i++) {
            boolean isCopy = i % 3 == 2;
            String text = isCopy ? noise.copy(last, 0.15, Noise.Spread.ANYWHERE) : letters(random);
            last = text;
            texts[i] = text.codePoints().toArray();
        }
        return texts;
    }

    private static String letters(Random random) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(40);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }

    /** The whole table, no limit. */
    private static int naive(int[] a, int[] b) {
        int[][] table = new int[a.length + 1][b.length + 1];
        for (int i = 0; i <= a.length; i++) {
            for (int j = 0; j <= b.length; j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int replaced = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int moved = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
                table[i][j] = Math.min(replaced, moved);
            }
        }
        return table[a.length][b.length];
    }
}
