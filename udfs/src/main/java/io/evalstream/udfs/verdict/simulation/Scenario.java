package io.evalstream.udfs.verdict.simulation;

/**
 * What a simulated run is like.
 *
 * @param model the model and its benchmark
 * @param change how the candidate is worse than the runs before
 * @param slices how the benchmark is divided
 * @param scoring how answers become scores
 * @param delivery how scores arrive
 */
public record Scenario(
        Model model, Change change, Slices slices, Scoring scoring, Delivery delivery) {

    /**
     * A model on a benchmark. A fraction 3f of the samples is unstable, right with a probability
     * drawn from U(0, 1), so that two runs of one model differ on a fraction f of all samples; the
     * others are always right or always wrong.
     *
     * @param samples N, at least 1
     * @param accuracy p, expected score of the healthy model, in (0, 1)
     * @param flipRate f, share of samples on which two healthy runs differ, in [0, 1/3]
     * @param baselineRuns M, how many healthy runs the baseline is the mean of, at least 1
     */
    public record Model(int samples, double accuracy, double flipRate, int baselineRuns) {
        public Model {
            require(samples >= 1, "samples", samples);
            require(accuracy > 0 && accuracy < 1, "accuracy", accuracy);
            require(flipRate >= 0 && flipRate <= 1.0 / 3, "flipRate", flipRate);
            require(baselineRuns >= 1, "baselineRuns", baselineRuns);
            double unstable = 3 * flipRate;
            double stable = accuracy - unstable / 2;
            require(
                    stable >= 0 && stable <= 1 - unstable,
                    "with so many flips the accuracy cannot be",
                    accuracy);
        }
    }

    /**
     * How the candidate is worse.
     *
     * @param drop by how much, relative, in [0, 1]; the drop per release for {@link
     *     Regression#DRIFT}
     */
    public record Change(Regression regression, double drop) {
        public Change {
            require(drop >= 0 && drop <= 1, "drop", drop);
        }
    }

    /**
     * Slices of the benchmark; those beside the first are of one size.
     *
     * @param count at least 2
     * @param firstShare share of the samples in the first slice, in (0, 1]
     */
    public record Slices(int count, double firstShare) {
        public Slices {
            require(count >= 2, "slices", count);
            require(firstShare > 0 && firstShare <= 1, "firstShare", firstShare);
        }
    }

    /**
     * How answers are scored.
     *
     * @param metrics how many metrics are scored on each sample, at least 1
     * @param correlation probability that a metric shares the luck of the first one, in [0, 1]
     * @param judgeNoise probability that a score is turned over, in [0, 0.5]
     */
    public record Scoring(int metrics, double correlation, double judgeNoise) {
        public Scoring {
            require(metrics >= 1, "metrics", metrics);
            require(correlation >= 0 && correlation <= 1, "correlation", correlation);
            require(judgeNoise >= 0 && judgeNoise <= 0.5, "judgeNoise", judgeNoise);
        }
    }

    /**
     * How scores arrive.
     *
     * @param concurrency how many samples are in flight at once, at least 1
     * @param wrongSpeedup how many times faster a wrong answer is finished, above 0
     * @param lossRate probability that a sample never arrives, in [0, 1)
     * @param duplicateRate probability that an earlier sample arrives again after a sample, in [0,
     *     1)
     */
    public record Delivery(
            int concurrency, double wrongSpeedup, double lossRate, double duplicateRate) {
        public Delivery {
            require(concurrency >= 1, "concurrency", concurrency);
            require(wrongSpeedup > 0, "wrongSpeedup", wrongSpeedup);
            require(lossRate >= 0 && lossRate < 1, "lossRate", lossRate);
            require(duplicateRate >= 0 && duplicateRate < 1, "duplicateRate", duplicateRate);
        }
    }

    private static void require(boolean holds, String what, double value) {
        if (!holds) {
            throw new IllegalArgumentException(what + " " + value);
        }
    }

    /** An unchanged model, one sample at a time, nothing lost and nothing repeated. */
    public static Scenario healthy(int samples, double accuracy, double flipRate, int runs) {
        return new Scenario(
                new Model(samples, accuracy, flipRate, runs),
                new Change(Regression.NONE, 0),
                new Slices(5, 0.2),
                new Scoring(1, 0.8, 0),
                new Delivery(1, 5, 0, 0));
    }

    /** The same with a regression. */
    public Scenario with(Regression regression, double drop) {
        return new Scenario(model, new Change(regression, drop), slices, scoring, delivery);
    }

    /** The same with other slices. */
    public Scenario slicedInto(int count, double firstShare) {
        return new Scenario(model, change, new Slices(count, firstShare), scoring, delivery);
    }

    /** The same with so many samples in flight, wrong answers being so many times faster. */
    public Scenario inFlight(int concurrency, double wrongSpeedup) {
        Delivery changed =
                new Delivery(
                        concurrency, wrongSpeedup, delivery.lossRate(), delivery.duplicateRate());
        return new Scenario(model, change, slices, scoring, changed);
    }

    /** The same with a judge that errs, samples that are lost and samples that come again. */
    public Scenario disturbed(double judgeNoise, double lossRate, double duplicateRate) {
        Scoring noisy = new Scoring(scoring.metrics(), scoring.correlation(), judgeNoise);
        Delivery changed =
                new Delivery(
                        delivery.concurrency(), delivery.wrongSpeedup(), lossRate, duplicateRate);
        return new Scenario(model, change, slices, noisy, changed);
    }

    /** The same with so many metrics. */
    public Scenario scoredBy(int metrics, double correlation) {
        Scoring scored = new Scoring(metrics, correlation, scoring.judgeNoise());
        return new Scenario(model, change, slices, scored, delivery);
    }

    /** N, how many samples a run has. */
    public int samples() {
        return model.samples();
    }
}
