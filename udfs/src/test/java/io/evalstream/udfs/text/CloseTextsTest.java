package io.evalstream.udfs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Random;

class CloseTextsTest {

    private static final String[] PIECES = {
        "a",
        "b",
        " ",
        "\ud83d",
        "\ude00",
        "e\u0301",
        "한",
        "👩‍🔬",
        "\u0300",
        Normalizer.normalize("각", Normalizer.Form.NFD),
        "\u0000",
        "\udbff\udfff"
    };

    private final CloseTexts closeTexts = new CloseTexts(Closeness.FIFTH);
    private final CloseTexts inBytes = new CloseTexts(Closeness.FIFTH);

    /** Where the alphabet begins: in ASCII, and before other code points take more bytes. */
    private static final int[] FIRST = {0, 0x60, 0xF0, 0x7E0, 0xFF80, 0x1F600};

    @Property(tries = 3000)
    void decideAsTheTableDoes(
            @ForAll long seed,
            @ForAll @IntRange(max = 400) int length,
            @ForAll @IntRange(min = 1, max = 40) int symbols,
            @ForAll @IntRange(max = 5) int alphabet) {
        decideAsTheTableDoes(new Random(seed), length, symbols, FIRST[alphabet]);
    }

    @Property(tries = 300)
    void decideAsTheTableDoesWithManySymbols(
            @ForAll long seed, @ForAll @IntRange(min = 100, max = 250) int length) {
        decideAsTheTableDoes(new Random(seed), length, 500, 0xAC00);
    }

    @Property(tries = 60)
    void decideLongerTextsAsTheTableDoes(
            @ForAll long seed,
            @ForAll @IntRange(min = 400, max = 1500) int length,
            @ForAll @IntRange(min = 2, max = 40) int symbols,
            @ForAll @IntRange(max = 5) int alphabet) {
        decideAsTheTableDoes(new Random(seed), length, symbols, FIRST[alphabet]);
    }

    private void decideAsTheTableDoes(Random random, int length, int symbols, int first) {
        int[] representative = drawn(random, length, symbols);
        for (int i = 0; i < 3; i++) {
            int edits = random.nextInt(length / 3 + 2);
            isDecided(representative, Edits.of(random, representative, edits, symbols), first);
        }
        isDecided(representative, drawn(random, random.nextInt(length + 1), symbols), first);
        // Edits of one kind lead to the last diagonals that count.
        int part = random.nextInt(length / 4 + 1);
        isDecided(representative, Arrays.copyOfRange(representative, part, length), first);
        int[] moved = new int[length];
        System.arraycopy(representative, part / 2, moved, 0, length - part / 2);
        isDecided(representative, moved, first);
        isDecided(moved, representative, first);
    }

    private void isDecided(int[] representative, int[] other, int first) {
        int[] a = Arrays.stream(representative).map(symbol -> first + symbol).toArray();
        int[] b = Arrays.stream(other).map(symbol -> first + symbol).toArray();
        closeTexts.representative(a, 0, a.length);
        isDecided(a, b);
    }

    @Property(tries = 2000)
    void decideOddTextsAsTheTableDoes(@ForAll long seed) {
        Random random = new Random(seed);
        int[] a = CodePoints.of(pieces(random));
        int[] b =
                random.nextBoolean()
                        ? CodePoints.of(pieces(random))
                        : Edits.of(random, a, random.nextInt(5), 0x110000);
        closeTexts.representative(a, 0, a.length);
        isDecided(a, b);
    }

    private void isDecided(int[] representative, int[] other) {
        int distance = Edits.byTable(representative, other);
        int longer = Math.max(representative.length, other.length);
        int expected = 5 * distance < longer ? distance : -1;
        assertThat(closeTexts.distance(other, 0, other.length)).isEqualTo(expected);
        int[] shifted = new int[other.length + 3];
        System.arraycopy(other, 0, shifted, 2, other.length);
        assertThat(closeTexts.distance(shifted, 2, other.length)).isEqualTo(expected);
        byte[] bytes = Utf8Texts.of(representative, other);
        int end = Utf8Texts.of(representative).length;
        inBytes.representative(bytes, 0, end);
        assertThat(inBytes.distance(bytes, end, bytes.length)).isEqualTo(expected);
    }

    @Test
    void theThresholdItselfIsNotClose() {
        assertThat(distance("abcdefghij", "abcdefghi")).isOne();
        assertThat(distance("abcdefghij", "abcdefgh")).isEqualTo(-1);
        assertThat(distance("abcde", "abcd")).isEqualTo(-1);
        assertThat(distance("abcdef", "abcde")).isOne();
        assertThat(distance("", "")).isEqualTo(-1);
        assertThat(distance("a", "a")).isZero();
        assertThat(distance("", "a")).isEqualTo(-1);
    }

    @Test
    void aRepresentativeMayBeWrittenOverBeforeTheNext() {
        int[] text = CodePoints.of("가나다라마바사아자차");
        closeTexts.representative(text, 0, text.length);
        assertThat(closeTexts.distance(CodePoints.of("가나다라마바사아자하"), 0, 10)).isOne();
        Arrays.setAll(text, i -> 0x10000 + i);
        closeTexts.representative(text, 0, text.length);
        assertThat(closeTexts.distance(CodePoints.of("가나다라마바사아자차"), 0, 10)).isEqualTo(-1);
        int[] edited = text.clone();
        edited[5] = '가';
        assertThat(closeTexts.distance(edited, 0, 10)).isOne();
    }

    @Property(tries = 2000)
    void boundsAreNeverAboveTheDistance(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int symbols) {
        Random random = new Random(seed);
        int[] a = drawn(random, random.nextInt(700), symbols);
        int[] b =
                random.nextInt(3) == 0
                        ? drawn(random, random.nextInt(700), symbols)
                        : Edits.of(random, a, random.nextInt(40), symbols);
        int distance = Edits.byTable(a, b);
        LongTextCounts counts = new LongTextCounts();
        assertThat(counts.bound(a, 0, a.length, b, 0, b.length)).isBetween(0, distance);
    }

    @Test
    void longTextsAreDecidedAsTheTableDoes() {
        Random random = new Random(5);
        int[] representative = drawn(random, 3000, 30);
        closeTexts.representative(representative, 0, 3000);
        for (int edits : new int[] {0, 3, 50, 300, 500, 590, 640, 700, 1500}) {
            isDecided(representative, Edits.of(random, representative, edits, 30));
        }
    }

    @Property(tries = 40)
    void editsThatAreSpreadUnevenlyAreCountedAll(@ForAll long seed) {
        Random random = new Random(seed);
        int[] few = drawn(random, 500 + random.nextInt(200), 30);
        int[] many = drawn(random, 500 + random.nextInt(200), 30);
        int[] fewEdited = Edits.of(random, few, 3 + random.nextInt(20), 30);
        int[] manyEdited = Edits.of(random, many, 150 + random.nextInt(150), 30);
        int[] a = joined(few, many);
        closeTexts.representative(a, 0, a.length);
        isDecided(a, joined(fewEdited, manyEdited));
        a = joined(many, few);
        closeTexts.representative(a, 0, a.length);
        isDecided(a, joined(manyEdited, fewEdited));
    }

    @Test
    void boundsAreNearTheDistance() {
        int[] a = new Random(1).ints(2000, 0, 60).toArray();
        int[] b = a.clone();
        for (int i = 0; i < 2000; i += 5) {
            b[i] = 100;
        }
        LongTextCounts counts = new LongTextCounts();
        assertThat(counts.bound(a, 0, 2000, b, 0, 2000)).isGreaterThan(200);
    }

    @Test
    @Timeout(60)
    void tenMillionCodePointsAreDecided() {
        Random random = new Random(3);
        int[] a = random.ints(10_000_000, 'a', 'z').toArray();
        int[] b = Edits.spread(random, a, 200);
        int[] c = random.ints(10_000_000, 0xAC00, 0xD7A4).toArray();
        closeTexts.representative(a, 0, a.length);
        assertThat(closeTexts.distance(b, 0, b.length)).isBetween(150, 200);
        assertThat(closeTexts.distance(c, 0, c.length)).isEqualTo(-1);
        assertThat(closeTexts.distance(a, 0, 7_999_999)).isEqualTo(-1);
        assertThat(closeTexts.distance(a, 0, 8_000_001)).isEqualTo(1_999_999);
    }

    @Test
    void lengthsOfCloseTextsLieInNeighbouringBuckets() {
        LengthBuckets buckets = new LengthBuckets(Closeness.FIFTH, 30);
        assertThat(buckets.of(0)).isZero();
        assertThat(buckets.of(29)).isZero();
        assertThat(buckets.of(30)).isOne();
        assertThat(buckets.of(Integer.MAX_VALUE)).isEqualTo(buckets.count() - 1);
        int length = 1;
        while (length < 1_000_000_000) {
            int partner = Closeness.FIFTH.longestPartner(length);
            assertThat(5L * (partner - length)).isLessThan(partner);
            assertThat(5L * (partner + 1L - length)).isGreaterThanOrEqualTo(partner + 1L);
            assertThat(buckets.of(partner) - buckets.of(length)).isBetween(0, 1);
            length += Math.max(1, length / 300);
        }
    }

    @Test
    void aThresholdOfOneIsRefused() {
        assertThatThrownBy(() -> new Closeness(5, 5))
                .hasMessage("a threshold of distance lies between 0 and 1, it is 5/5");
        assertThat(new Closeness(3, 10).limit(10)).isEqualTo(2);
        assertThat(new Closeness(3, 10).limit(11)).isEqualTo(3);
        assertThat(Closeness.FIFTH.limit(0)).isEqualTo(-1);
        assertThat(Closeness.FIFTH.limit(Integer.MAX_VALUE)).isEqualTo(429_496_729);
    }

    private int distance(String a, String b) {
        int[] representative = CodePoints.of(a);
        int[] other = CodePoints.of(b);
        closeTexts.representative(representative, 0, representative.length);
        return closeTexts.distance(other, 0, other.length);
    }

    private static String pieces(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static int[] joined(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static int[] drawn(Random random, int length, int symbols) {
        return random.ints(length, 0, symbols).toArray();
    }
}
