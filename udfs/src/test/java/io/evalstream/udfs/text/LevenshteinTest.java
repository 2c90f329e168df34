package io.evalstream.udfs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Arrays;
import java.util.Random;

class LevenshteinTest {

    @Test
    void countsCodePoints() {
        assertThat(distance("kitten", "sitting")).isEqualTo(3);
        assertThat(distance("", "abc")).isEqualTo(3);
        assertThat(distance("", "")).isZero();
        assertThat(distance("a😀b", "a😁b")).isEqualTo(1);
        assertThat(distance("👩‍🔬", "👩‍🚀")).isEqualTo(1);
        assertThat(distance("e\u0301", "\u00e9")).isEqualTo(2);
        assertThat(distance("\ud83dx", "\ude00x")).isEqualTo(1);
        assertThat(distance("한국어", "한국인")).isEqualTo(1);
    }

    @Test
    void isRelativeToTheLongerText() {
        assertThat(Levenshtein.normalized(points("abcd"), points("ab"))).isEqualTo(0.5);
        assertThat(Levenshtein.normalized(points(""), points(""))).isZero();
        assertThat(Levenshtein.normalized(points(""), points("a"))).isOne();
    }

    @Property(tries = 2000)
    void isWhatTheTableGives(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int length,
            @ForAll @IntRange(max = 300) int otherLength,
            @ForAll @IntRange(min = 1, max = 30) int symbols) {
        Random random = new Random(seed);
        int[] a = drawn(random, length, symbols);
        int[] b =
                random.nextBoolean()
                        ? drawn(random, otherLength, symbols)
                        : edited(random, a, random.nextInt(60), symbols);
        int distance = byTable(a, b);
        assertThat(Levenshtein.distance(a, b)).isEqualTo(distance);
        for (int limit : new int[] {0, 1, distance - 1, distance, distance + 1, 64, 400}) {
            if (limit >= 0) {
                assertThat(Levenshtein.bounded(a, b, limit))
                        .as("limit %d", limit)
                        .isEqualTo(Math.min(distance, limit + 1));
            }
        }
    }

    @Property(tries = 3000)
    void isWhatTheTableGivesUnderSmallLimits(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int length,
            @ForAll @IntRange(min = 1, max = 12) int symbols) {
        Random random = new Random(seed);
        int[] a = drawn(random, length, symbols);
        int[] b = edited(random, a, random.nextInt(6), symbols);
        int distance = byTable(a, b);
        for (int limit = 0; limit < 8; limit++) {
            assertThat(Levenshtein.bounded(a, b, limit)).isEqualTo(Math.min(distance, limit + 1));
        }
    }

    @Test
    void manySymbolsInALongPatternGiveWhatTheTableGives() {
        Random random = new Random(11);
        int[] a = drawn(random, 4000, 60_000);
        for (int edits : new int[] {30, 300, 1500}) {
            int[] b = edited(random, a, edits, 60_000);
            int distance = byTable(a, b);
            assertThat(Levenshtein.distance(a, b)).isEqualTo(distance);
            assertThat(Levenshtein.bounded(a, b, distance - 1)).isEqualTo(distance);
        }
    }

    @Property(tries = 200)
    void isSymmetricAndTriangular(@ForAll long seed) {
        Random random = new Random(seed);
        int[] a = drawn(random, random.nextInt(200), 4);
        int[] b = edited(random, a, random.nextInt(40), 4);
        int[] c = edited(random, b, random.nextInt(40), 4);
        int ab = Levenshtein.distance(a, b);
        int bc = Levenshtein.distance(b, c);
        assertThat(Levenshtein.distance(b, a)).isEqualTo(ab);
        assertThat(Levenshtein.distance(a, c)).isLessThanOrEqualTo(ab + bc);
    }

    /** A table of a million rows and columns would take an hour and terabytes. */
    @Test
    @Timeout(20)
    void aMillionCodePointsAreNearOrAreNot() {
        Random random = new Random(1);
        int[] a = drawn(random, 1_000_000, 1_000_000);
        int[] b = edited(random, a, 500, 1_000_000);
        int[] c = drawn(random, 1_000_000, 1_000_000);
        assertThat(Levenshtein.distance(a, b)).isBetween(400, 500);
        assertThat(Levenshtein.bounded(a, c, 1000)).isEqualTo(1001);
        assertThat(Levenshtein.distance(a, Arrays.copyOf(a, 10))).isEqualTo(999_990);
    }

    @Test
    void aLimitBelowZeroIsAnError() {
        assertThatThrownBy(() -> Levenshtein.bounded(points("a"), points("b"), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the limit of a distance is 0 to 2147483646, it is -1");
    }

    private static int distance(String a, String b) {
        return Levenshtein.distance(points(a), points(b));
    }

    private static int[] points(String text) {
        return CodePoints.of(text);
    }

    private static int[] drawn(Random random, int length, int symbols) {
        return random.ints(length, 0, symbols).toArray();
    }

    private static int[] edited(Random random, int[] text, int edits, int symbols) {
        return Edits.of(random, text, edits, symbols);
    }

    private static int byTable(int[] a, int[] b) {
        return Edits.byTable(a, b);
    }
}
