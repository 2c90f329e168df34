package io.evalstream.udfs.verdict.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws runs of a scenario; the same seed and number give the same run. */
public final class Simulation {

    /** How many times longer an answer takes that goes on until it is cut off. */
    private static final double TRUNCATED_SECONDS = 3;

    private final Scenario scenario;
    private final long seed;

    public Simulation(Scenario scenario, long seed) {
        this.scenario = scenario;
        this.seed = seed;
    }

    /**
     * @param number which run, from 0; runs are independent of each other
     */
    public SimulatedRun draw(int number) {
        // The odd constant spreads consecutive numbers over the generator's seeds.
        SplittableRandom random = new SplittableRandom(seed ^ (number * 0x9E3779B97F4A7C15L));
        return new Draw(scenario, random.split()).run();
    }

    /** One run in the making. */
    private static final class Draw {
        private final Scenario scenario;
        private final SplittableRandom random;
        private final int samples;
        private final int metrics;
        private final double[] healthy;
        private final double[] fate;
        private final double[] difficulty;
        private final int[] slices;

        Draw(Scenario scenario, SplittableRandom random) {
            this.scenario = scenario;
            this.random = random;
            samples = scenario.samples();
            metrics = scenario.scoring().metrics();
            healthy = new double[samples];
            fate = new double[samples];
            difficulty = new double[samples];
            slices = new int[samples];
            double unstable = 3 * scenario.model().flipRate();
            double right = (scenario.model().accuracy() - unstable / 2) / (1 - unstable);
            for (int i = 0; i < samples; i++) {
                healthy[i] =
                        random.nextDouble() < unstable
                                ? random.nextDouble()
                                : random.nextDouble() < right ? 1 : 0;
                fate[i] = random.nextDouble();
                difficulty[i] = random.nextDouble();
            }
            divide();
        }

        /** Slices of exact sizes, their samples spread at random over the dispatch order. */
        private void divide() {
            int inFirst = (int) Math.round(scenario.slices().firstShare() * samples);
            for (int i = 0; i < samples; i++) {
                int slice = i < inFirst ? 0 : 1 + i % (scenario.slices().count() - 1);
                int place = random.nextInt(i + 1);
                slices[i] = slices[place];
                slices[place] = slice;
            }
        }

        SimulatedRun run() {
            int runs = scenario.model().baselineRuns();
            double[][] baseline = new double[metrics][samples];
            double[][] scores = new double[metrics][samples];
            double[][][] healthyRuns = new double[runs][metrics][samples];
            double[] chance = new double[samples];
            for (int run = 0; run < runs; run++) {
                int release = run;
                Arrays.setAll(chance, i -> baselineChance(i, release));
                score(chance, healthyRuns[run]);
                for (int m = 0; m < metrics; m++) {
                    for (int i = 0; i < samples; i++) {
                        baseline[m][i] += healthyRuns[run][m][i];
                    }
                }
            }
            for (double[] sums : baseline) {
                for (int i = 0; i < samples; i++) {
                    sums[i] /= runs;
                }
            }
            Arrays.setAll(chance, this::candidate);
            score(chance, scores);
            double[] seconds = new double[samples];
            Arrays.setAll(seconds, i -> latency(i, scores[0][i]));
            return new SimulatedRun(baseline, healthyRuns, scores, slices, arrivals(seconds));
        }

        private double baselineChance(int sample, int release) {
            return scenario.change().regression() == Regression.DRIFT
                    ? drifted(sample, release)
                    : healthy[sample];
        }

        private double drifted(int sample, int releases) {
            // What one release breaks stays broken in the next.
            double broken = 1 - StrictMath.pow(1 - scenario.change().drop(), releases);
            return fate[sample] < broken ? 0 : healthy[sample];
        }

        /** Probability that the candidate is right. */
        private double candidate(int sample) {
            double drop = scenario.change().drop();
            double before = healthy[sample];
            double broken = fate[sample] < drop ? 0 : before;
            return switch (scenario.change().regression()) {
                case NONE -> before;
                case RANDOM_BREAKS -> broken;
                case UNIFORM_SHIFT -> before * (1 - drop);
                case DIFFICULT_BREAKS -> fate[sample] < 2 * drop * difficulty[sample] ? 0 : before;
                case TRUNCATION -> isTruncated(sample) ? 0 : before;
                case ONE_SLICE -> slices[sample] == 0 ? broken : before;
                case HIDDEN_SLICE -> slices[sample] == 0 ? broken : improved(sample);
                case DRIFT -> drifted(sample, scenario.model().baselineRuns());
            };
        }

        /** Outside the first slice as many samples become right as became wrong inside. */
        private double improved(int sample) {
            double share = scenario.slices().firstShare();
            double accuracy = scenario.model().accuracy();
            double gain =
                    scenario.change().drop() * accuracy * share / ((1 - share) * (1 - accuracy));
            double before = healthy[sample];
            return before + (1 - before) * Math.min(1, gain);
        }

        private void score(double[] chance, double[][] scores) {
            double noise = scenario.scoring().judgeNoise();
            for (int i = 0; i < samples; i++) {
                double luck = random.nextDouble();
                for (int m = 0; m < metrics; m++) {
                    boolean shared =
                            m == 0 || random.nextDouble() < scenario.scoring().correlation();
                    boolean right = (shared ? luck : random.nextDouble()) < chance[i];
                    boolean turned = noise > 0 && random.nextDouble() < noise;
                    scores[m][i] = right == turned ? 0 : 1;
                }
            }
        }

        /** How hard a sample is also says how long its answer is. */
        private boolean isTruncated(int sample) {
            Scenario.Change change = scenario.change();
            return change.regression() == Regression.TRUNCATION
                    && difficulty[sample] >= 1 - change.drop();
        }

        /** Log-normal around one second; a wrong answer is finished sooner, unless it is cut. */
        private double latency(int sample, double score) {
            double seconds = StrictMath.exp(0.5 * random.nextGaussian());
            if (isTruncated(sample)) {
                return TRUNCATED_SECONDS * seconds;
            }
            return score > 0 ? seconds : seconds / scenario.delivery().wrongSpeedup();
        }

        /** Samples start in dispatch order as soon as another one ends. */
        private int[] arrivals(double[] seconds) {
            int slots = Math.min(scenario.delivery().concurrency(), samples);
            int[] running = new int[slots];
            double[] ends = new double[slots];
            for (int slot = 0; slot < slots; slot++) {
                running[slot] = slot;
                ends[slot] = seconds[slot];
            }
            int[] arrivals = new int[samples];
            int count = 0;
            int started = slots;
            for (int done = 0; done < samples; done++) {
                int first = 0;
                for (int slot = 1; slot < slots; slot++) {
                    if (ends[slot] < ends[first]) {
                        first = slot;
                    }
                }
                if (random.nextDouble() >= scenario.delivery().lossRate()) {
                    arrivals = roomFor(arrivals, count + 2);
                    arrivals[count++] = running[first];
                    if (random.nextDouble() < scenario.delivery().duplicateRate()) {
                        arrivals[count] = arrivals[random.nextInt(count)];
                        count++;
                    }
                }
                if (started < samples) {
                    running[first] = started;
                    ends[first] += seconds[started++];
                } else {
                    ends[first] = Double.POSITIVE_INFINITY;
                }
            }
            return Arrays.copyOf(arrivals, count);
        }

        private static int[] roomFor(int[] values, int length) {
            return values.length >= length ? values : Arrays.copyOf(values, 2 * length);
        }
    }
}
