package io.evalstream.udfs.rating;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Elo ratings (Elo, "The rating of chessplayers, past and present", 1978) of a list of judgements
 * that are played in the order of their numbers, in whatever order they came.
 *
 * <p>Judgements of one number are played in the order of names, first model before second, then
 * losses before ties before wins, so that equal input always gives equal ratings.
 */
public final class Elo {

    /** The rating everybody starts with. */
    public static final double START = 1000;

    /** Points of odds of ten to one. */
    public static final double SPREAD = 400;

    /** Judgements that are kept at most. */
    public static final int MOST_GAMES = 1_000_000;

    private static final Comparator<Game> ORDER =
            Comparator.comparingLong(Game::sequence)
                    .thenComparing(Game::first)
                    .thenComparing(Game::second)
                    .thenComparing(Game::outcome);

    private record Game(long sequence, String first, String second, Outcome outcome) {}

    /** How often each game was added; below 0 if it was taken back before it came. */
    private final SortedMap<Game, Integer> games = new TreeMap<>(ORDER);

    /**
     * Adds a judgement, or takes one back.
     *
     * @param points of the first model: 1, 0.5 or 0
     * @param sequence its place in the order of play
     * @param times how many to add, negative to take back
     */
    public void add(String first, String second, double points, long sequence, int times) {
        ModelName.requireTwo(first, second);
        add(new Game(sequence, first, second, Outcome.of(points)), times);
    }

    /** Adds the judgements of others. */
    public void merge(Elo other) {
        other.games.forEach(this::add);
    }

    /** Whether there is no judgement. */
    public boolean isEmpty() {
        return games.isEmpty();
    }

    /**
     * The ratings after all judgements.
     *
     * @param step K, the points a judgement moves at most, above 0
     * @return by name
     */
    public SortedMap<String, Double> ratings(double step) {
        if (!(step > 0 && step <= 1000)) {
            throw new IllegalArgumentException(
                    "the step of Elo is above 0 and at most 1000, it is " + step);
        }
        SortedMap<String, Double> ratings = new TreeMap<>();
        for (Map.Entry<Game, Integer> entry : games.entrySet()) {
            for (int i = 0; i < entry.getValue(); i++) {
                play(entry.getKey(), step, ratings);
            }
        }
        return ratings;
    }

    private static void play(Game game, double step, Map<String, Double> ratings) {
        double first = ratings.getOrDefault(game.first, START);
        double second = ratings.getOrDefault(game.second, START);
        double expected = 1 / (1 + Math.pow(10, (second - first) / SPREAD));
        double gain = step * (game.outcome.halves() / 2.0 - expected);
        ratings.put(game.first, first + gain);
        ratings.put(game.second, second - gain);
    }

    /** Writes it for {@link #read}. */
    public void write(DataOutput out) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (Game game : games.keySet()) {
            for (String name : List.of(game.first, game.second)) {
                if (numbers.putIfAbsent(name, names.size()) == null) {
                    names.add(name);
                }
            }
        }
        out.writeInt(names.size());
        for (String name : names) {
            out.writeUTF(name);
        }
        out.writeInt(games.size());
        for (Map.Entry<Game, Integer> entry : games.entrySet()) {
            Game game = entry.getKey();
            out.writeLong(game.sequence);
            out.writeInt(numbers.get(game.first));
            out.writeInt(numbers.get(game.second));
            out.writeByte(game.outcome.halves());
            out.writeInt(entry.getValue());
        }
    }

    /** Reads what {@link #write} wrote. */
    public static Elo read(DataInput in) throws IOException {
        Elo read = new Elo();
        String[] names = new String[in.readInt()];
        for (int i = 0; i < names.length; i++) {
            names[i] = in.readUTF();
        }
        int games = in.readInt();
        for (int i = 0; i < games; i++) {
            long sequence = in.readLong();
            String first = names[in.readInt()];
            String second = names[in.readInt()];
            Outcome outcome = Outcome.values()[in.readByte()];
            read.games.put(new Game(sequence, first, second, outcome), in.readInt());
        }
        return read;
    }

    private void add(Game game, int times) {
        if (games.merge(game, times, Integer::sum) == 0) {
            games.remove(game);
        } else if (games.size() > MOST_GAMES) {
            throw new IllegalArgumentException(
                    "more than "
                            + MOST_GAMES
                            + " judgements in one Elo rating; group by a window, or rate with"
                            + " bradley_terry");
        }
    }
}
