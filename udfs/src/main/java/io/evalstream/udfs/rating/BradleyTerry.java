package io.evalstream.udfs.rating;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The Bradley-Terry model: i beats j with probability pᵢ / (pᵢ + pⱼ), a tie is half a win for both.
 *
 * <p>Strengths come from minorisation-maximisation (Hunter, "MM algorithms for generalized
 * Bradley-Terry models", Annals of Statistics 2004): pᵢ ← wins of i / Σⱼ nᵢⱼ / (pᵢ + pⱼ).
 */
final class BradleyTerry {

    /** What may be missing of a log-strength at the end; 2e-7 of a rating point. */
    private static final double TOLERANCE = 1e-9;

    /** Changes below that are rounding of the logarithms. */
    private static final double ROUNDING = 1e-14;

    /** The first rounds change by leaps, after which one small change proves nothing. */
    private static final int ROUNDS_TO_BE_SURE = 5;

    private static final long MOST_STEPS = 200_000_000L;

    private record Pair(int first, int second, double wins, double otherWins) {

        double games() {
            return wins + otherWins;
        }
    }

    private final int models;
    private final List<Pair> pairs = new ArrayList<>();

    BradleyTerry(int models) {
        this.models = models;
    }

    /** All results of two models. */
    void add(int first, int second, double wins, double otherWins) {
        pairs.add(new Pair(first, second, wins, otherWins));
    }

    /**
     * The strongly connected components of "has won against", ties counting both ways.
     *
     * @return per model the number of its pool, from 0, in the order of their first models
     */
    int[] pools() {
        List<List<Integer>> beats = lists();
        List<List<Integer>> beatenBy = lists();
        for (Pair pair : pairs) {
            if (pair.wins > 0) {
                beats.get(pair.first).add(pair.second);
                beatenBy.get(pair.second).add(pair.first);
            }
            if (pair.otherWins > 0) {
                beats.get(pair.second).add(pair.first);
                beatenBy.get(pair.first).add(pair.second);
            }
        }
        int[] pools = new int[models];
        Arrays.fill(pools, -1);
        int next = 0;
        for (int model = 0; model < models; model++) {
            if (pools[model] < 0) {
                boolean[] above = reached(model, beatenBy);
                boolean[] below = reached(model, beats);
                for (int i = model; i < models; i++) {
                    if (above[i] && below[i]) {
                        pools[i] = next;
                    }
                }
                next++;
            }
        }
        return pools;
    }

    /**
     * The logarithms of the strengths, natural, with mean 0 in each pool.
     *
     * @param pools per model its pool; results between pools are left out
     * @param ties of each model against a model of strength 1; above 0 the mean is left as it is
     */
    double[] logStrengths(int[] pools, double ties) {
        List<Pair> inside =
                pairs.stream().filter(pair -> pools[pair.first] == pools[pair.second]).toList();
        double[] wins = new double[models];
        Arrays.fill(wins, ties / 2);
        for (Pair pair : inside) {
            wins[pair.first] += pair.wins;
            wins[pair.second] += pair.otherWins;
        }
        double[] logs = new double[models];
        double before = 0;
        int near = 0;
        for (long steps = 0; steps < MOST_STEPS; steps += inside.size() + models) {
            double[] next = improved(inside, wins, logs, ties);
            if (ties == 0) {
                centre(next, pools);
            }
            double change = 0;
            for (int i = 0; i < models; i++) {
                change = Math.max(change, Math.abs(next[i] - logs[i]));
            }
            logs = next;
            // In the end changes shrink by a factor r, so r / (1 − r) of the last one is to come.
            double shrink = before == 0 ? 1 : Math.min(change / before, 1);
            boolean isNear = change < ROUNDING || change * shrink < TOLERANCE * (1 - shrink);
            near = isNear ? near + 1 : 0;
            if (near == ROUNDS_TO_BE_SURE) {
                return logs;
            }
            before = change;
        }
        throw new IllegalStateException(
                "no ratings of " + models + " models: the results hang together by too few games");
    }

    private double[] improved(List<Pair> inside, double[] wins, double[] logs, double ties) {
        double[] strengths = new double[models];
        double[] weights = new double[models];
        for (int i = 0; i < models; i++) {
            strengths[i] = Math.exp(logs[i]);
            weights[i] = ties / (strengths[i] + 1);
        }
        for (Pair pair : inside) {
            double weight = pair.games() / (strengths[pair.first] + strengths[pair.second]);
            weights[pair.first] += weight;
            weights[pair.second] += weight;
        }
        double[] next = new double[models];
        for (int i = 0; i < models; i++) {
            next[i] = weights[i] == 0 ? 0 : Math.log(wins[i] / weights[i]);
        }
        return next;
    }

    private static void centre(double[] logs, int[] pools) {
        double[] sums = new double[logs.length];
        int[] sizes = new int[logs.length];
        for (int i = 0; i < logs.length; i++) {
            sums[pools[i]] += logs[i];
            sizes[pools[i]]++;
        }
        for (int i = 0; i < logs.length; i++) {
            logs[i] -= sums[pools[i]] / sizes[pools[i]];
        }
    }

    private List<List<Integer>> lists() {
        List<List<Integer>> lists = new ArrayList<>();
        for (int i = 0; i < models; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private boolean[] reached(int from, List<List<Integer>> next) {
        boolean[] reached = new boolean[models];
        reached[from] = true;
        Deque<Integer> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            for (int neighbour : next.get(open.pop())) {
                if (!reached[neighbour]) {
                    reached[neighbour] = true;
                    open.push(neighbour);
                }
            }
        }
        return reached;
    }
}
