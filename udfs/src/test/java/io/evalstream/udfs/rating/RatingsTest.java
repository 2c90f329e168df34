package io.evalstream.udfs.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class RatingsTest {

    private record Game(String first, String second, double points) {}

    /** Optimum of choix 0.4.1, {@code opt_pairwise}, which is right to a thousandth here. */
    @Test
    void ratingsAreTheMaximumOfTheLikelihood() {
        PairwiseResults results = new PairwiseResults();
        score(results, "a", "b", 6, 4);
        score(results, "b", "c", 7, 3);
        score(results, "a", "c", 8, 2);
        Map<String, Double> ratings = byModel(results.ratings(0));
        assertThat(ratings.get("a")).isCloseTo(1102.7484, within(1e-3));
        assertThat(ratings.get("b")).isCloseTo(1025.9017, within(1e-3));
        assertThat(ratings.get("c")).isCloseTo(871.3499, within(1e-3));
    }

    /** The likelihood is concave, so where its slope is 0 for each model is the maximum. */
    @Property(tries = 200)
    void eachModelIsExpectedToWinAsOftenAsItDid(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int models) {
        List<Game> games = games(new Random(seed), models, 20 * models);
        PairwiseResults results = results(games);
        List<Rating> ratings = results.ratings(0);
        Map<String, Rating> byModel = new HashMap<>();
        ratings.forEach(rating -> byModel.put(rating.model(), rating));
        Map<String, Double> slopes = new HashMap<>();
        Map<Integer, Double> sums = new HashMap<>();
        ratings.forEach(rating -> sums.merge(rating.pool(), rating.rating() - 1000, Double::sum));
        for (Game game : games) {
            Rating first = byModel.get(game.first);
            Rating second = byModel.get(game.second);
            if (first.pool() == second.pool()) {
                double expected = 1 / (1 + Math.pow(10, (second.rating() - first.rating()) / 400));
                slopes.merge(game.first, game.points - expected, Double::sum);
                slopes.merge(game.second, expected - game.points, Double::sum);
            }
        }
        assertThat(slopes.values())
                .allSatisfy(slope -> assertThat(slope).isCloseTo(0, within(1e-6)));
        assertThat(sums.values()).allSatisfy(sum -> assertThat(sum).isCloseTo(0, within(1e-6)));
    }

    @Property(tries = 100)
    void orderPartsAndJudgementsTakenBackDoNotShow(@ForAll long seed) {
        Random random = new Random(seed);
        List<Game> games = games(random, 6, 60);
        List<Rating> whole = results(games).ratings(0.5);
        List<Game> shuffled = new ArrayList<>(games);
        Collections.shuffle(shuffled, random);
        PairwiseResults first = new PairwiseResults();
        PairwiseResults second = new PairwiseResults();
        for (Game game : shuffled) {
            (random.nextBoolean() ? first : second).add(game.first, game.second, game.points, 1);
            // The same judgement seen from the other side, added here and withdrawn there.
            first.add(game.second, game.first, 1 - game.points, 1);
            second.add(game.first, game.second, game.points, -1);
        }
        first.merge(second);
        assertThat(first.ratings(0.5)).isEqualTo(whole);
    }

    @Test
    void modelsThatNothingConnectsAreInPoolsOfTheirOwn() {
        PairwiseResults results = new PairwiseResults();
        score(results, "a", "b", 3, 1);
        score(results, "c", "d", 1, 1);
        score(results, "e", "a", 5, 0);
        List<Rating> ratings = results.ratings(0);
        assertThat(ratings).extracting(Rating::model).containsExactly("a", "b", "c", "d", "e");
        assertThat(ratings).extracting(Rating::pool).containsExactly(1, 1, 2, 2, 3);
        assertThat(ratings).extracting(Rating::games).containsExactly(9L, 4L, 2L, 2L, 5L);
        assertThat(ratings.get(4).rating()).isEqualTo(1000);
        assertThat(ratings.get(0).rating() - ratings.get(1).rating())
                .isCloseTo(400 * Math.log10(3), within(1e-6));
    }

    @Test
    void aPriorMakesOnePoolAndKeepsTheUnbeatenFinite() {
        PairwiseResults results = new PairwiseResults();
        score(results, "a", "b", 5, 0);
        List<Rating> ratings = results.ratings(1);
        assertThat(ratings).extracting(Rating::pool).containsOnly(1);
        double gap = ratings.get(0).rating() - ratings.get(1).rating();
        // By symmetry p and 1/p: 5½ − 5·p²/(1 + p²) − p/(1 + p) = 0.
        double p = Math.pow(10, gap / 800);
        assertThat(5.5 - 5 * p * p / (1 + p * p) - p / (1 + p)).isCloseTo(0, within(1e-6));
        assertThat(results.ratings(0)).extracting(Rating::pool).containsExactly(1, 2);
    }

    @Test
    void tiesAreHalfAWinForBoth() {
        PairwiseResults ties = new PairwiseResults();
        ties.add("a", "b", 0.5, 4);
        ties.add("a", "b", 1, 2);
        PairwiseResults wins = new PairwiseResults();
        score(wins, "a", "b", 4, 2);
        assertThat(ties.ratings(0)).isEqualTo(wins.ratings(0));
    }

    /** The slowest shape for the method: a chain, in which news travel one model per round. */
    @Test
    @Timeout(30)
    void aLongChainIsRatedExactly() {
        PairwiseResults results = new PairwiseResults();
        for (int i = 0; i < 60; i++) {
            score(results, "m" + (100 + i), "m" + (101 + i), 6, 4);
        }
        List<Rating> ratings = results.ratings(0);
        for (int i = 1; i < ratings.size(); i++) {
            assertThat(ratings.get(i - 1).rating() - ratings.get(i).rating())
                    .isCloseTo(400 * Math.log10(1.5), within(1e-4));
        }
    }

    @Test
    void eloIsPlayedInTheOrderOfItsNumbers() {
        Elo elo = new Elo();
        elo.add("a", "b", 1, 2, 1);
        elo.add("a", "b", 0, 1, 1);
        // 1000 − 16 = 984 for a; then it gains 32·(1 − 1/(1 + 10^(32/400))).
        double after = 984 + 32 * (1 - 1 / (1 + Math.pow(10, 32 / 400.0)));
        assertThat(elo.ratings(32).get("a")).isCloseTo(after, within(1e-9));
        assertThat(elo.ratings(32).get("b")).isCloseTo(2000 - after, within(1e-9));
    }

    @Property(tries = 100)
    void eloIsTheSameInEveryOrderOfArrival(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<Game> games = games(random, 4, 40);
        List<Integer> places = new ArrayList<>();
        Elo inOrder = new Elo();
        for (int i = 0; i < games.size(); i++) {
            add(inOrder, games.get(i), i / 3, 1);
            places.add(i);
        }
        Collections.shuffle(places, random);
        Elo first = new Elo();
        Elo second = new Elo();
        for (int i : places) {
            add(random.nextBoolean() ? first : second, games.get(i), i / 3, 1);
            add(first, games.get(0), 77, -1);
            add(second, games.get(0), 77, 1);
        }
        first.merge(second);
        assertThat(first.ratings(16)).isEqualTo(inOrder.ratings(16));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        first.write(new DataOutputStream(bytes));
        Elo read = Elo.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read.ratings(16)).isEqualTo(inOrder.ratings(16));
    }

    @Test
    void pairsComeBackFromTheirBytes() throws IOException {
        PairwiseResults results = results(games(new Random(3), 5, 50));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        results.write(new DataOutputStream(bytes));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(PairwiseResults.read(in).ratings(0)).isEqualTo(results.ratings(0));
    }

    @Test
    void judgementsThatAreNoneAreRefused() {
        PairwiseResults results = new PairwiseResults();
        assertThatThrownBy(() -> results.add("a", "b", 0.7, 1))
                .hasMessage("the outcome of a judgement is 1, 0.5 or 0, it is 0.7");
        assertThatThrownBy(() -> results.add("a", "b", Double.NaN, 1))
                .hasMessage("the outcome of a judgement is 1, 0.5 or 0, it is NaN");
        assertThatThrownBy(() -> results.add("a", "a", 1, 1))
                .hasMessage("model a was judged against itself");
        assertThatThrownBy(() -> results.add("a", "b".repeat(1001), 1, 1))
                .hasMessage("the name of a model has at most 1000 characters, not 1001");
        assertThatThrownBy(() -> results.ratings(-1))
                .hasMessage("the ties of the prior are a number from 0 to 1000000, not -1.0");
        assertThatThrownBy(() -> new Elo().ratings(0))
                .hasMessage("the step of Elo is above 0 and at most 1000, it is 0.0");
    }

    private static void add(Elo elo, Game game, long sequence, int times) {
        elo.add(game.first, game.second, game.points, sequence, times);
    }

    private static void score(
            PairwiseResults results, String first, String second, int wins, int losses) {
        results.add(first, second, 1, wins);
        results.add(first, second, 0, losses);
    }

    private static Map<String, Double> byModel(List<Rating> ratings) {
        Map<String, Double> byModel = new HashMap<>();
        ratings.forEach(rating -> byModel.put(rating.model(), rating.rating()));
        return byModel;
    }

    private static PairwiseResults results(List<Game> games) {
        PairwiseResults results = new PairwiseResults();
        games.forEach(game -> results.add(game.first, game.second, game.points, 1));
        return results;
    }

    private static List<Game> games(Random random, int models, int count) {
        List<Game> games = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int first = random.nextInt(models);
            int second = (first + 1 + random.nextInt(models - 1)) % models;
            games.add(new Game("m" + first, "m" + second, random.nextInt(3) / 2.0));
        }
        return games;
    }
}
