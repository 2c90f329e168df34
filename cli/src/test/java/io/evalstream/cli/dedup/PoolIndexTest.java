package io.evalstream.cli.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.text.Closeness;
import io.evalstream.udfs.text.CodePoints;
import io.evalstream.udfs.text.Levenshtein;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The index of a pool against a comparison of everything with everything. */
class PoolIndexTest {

    @Test
    void findsTheFirstOfEqualTexts() {
        PoolIndex pool = new PoolIndex(Closeness.FIFTH);
        pool.add("a", "what is two and two?");
        pool.add("b", "what is two and two?");
        assertThat(pool.find("what is two and two?")).contains(new PoolIndex.Match("a", 0, 0, 20));
        assertThat(pool.find("something else altogether")).isEmpty();
    }

    @Test
    void aFifthOfTheLongerTextIsNotNear() {
        PoolIndex pool = new PoolIndex(Closeness.FIFTH);
        pool.add("ten", "0123456789");
        assertThat(pool.find("012345678x")).map(PoolIndex.Match::distance).contains(1);
        assertThat(pool.find("01234567xx")).isEmpty();
    }

    @Test
    void findsWhatComparingAllPairsFinds() {
        Random random = new Random(11);
        List<String> texts = new ArrayList<>();
        PoolIndex pool = new PoolIndex(Closeness.FIFTH);
        for (int i = 0; i < 400; i++) {
            // Lengths on both sides of what counts as short.
            String text = text(random, 8 + random.nextInt(60));
            texts.add(text);
            pool.add("p" + i, text);
        }
        int near = 0;
        int found = 0;
        for (int i = 0; i < 400; i++) {
            String query = changed(random, texts.get(i));
            Optional<PoolIndex.Match> best = Optional.empty();
            for (int row = 0; row < texts.size(); row++) {
                best = better(best, query, texts.get(row), row);
            }
            Optional<PoolIndex.Match> match = pool.find(query);
            near += best.isPresent() ? 1 : 0;
            found += best.equals(match) && match.isPresent() ? 1 : 0;
            boolean isShort = query.length() < SketchMode.SHORTEST;
            if (isShort || match.isPresent()) {
                assertThat(match).as(query).isEqualTo(best);
            }
        }
        assertThat(near).isGreaterThan(200);
        assertThat(found).isGreaterThanOrEqualTo(near * 99 / 100);
    }

    private static Optional<PoolIndex.Match> better(
            Optional<PoolIndex.Match> best, String query, String text, int row) {
        int longer = Math.max(query.length(), text.length());
        int distance = Levenshtein.distance(CodePoints.of(query), CodePoints.of(text));
        boolean isNear = 5 * distance < longer;
        boolean isBetter =
                best.isEmpty()
                        || (long) distance * best.get().length()
                                < (long) best.get().distance() * longer;
        return isNear && isBetter
                ? Optional.of(new PoolIndex.Match("p" + row, row, distance, longer))
                : best;
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private static String changed(Random random, String text) {
        StringBuilder changed = new StringBuilder(text);
        int edits = random.nextInt(1 + text.length() / 6);
        for (int i = 0; i < edits; i++) {
            int place = random.nextInt(changed.length());
            switch (random.nextInt(3)) {
                case 0 -> changed.setCharAt(place, '0');
                case 1 -> changed.insert(place, '1');
                default -> changed.deleteCharAt(place);
            }
        }
        return changed.toString();
    }
}
