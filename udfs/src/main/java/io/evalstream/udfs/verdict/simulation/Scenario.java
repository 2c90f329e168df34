package io.evalstream.udfs.verdict.simulation;

/**
 * What a simulated run is like.
 *
 * <p>A fraction 3f of the samples is unstable, right with a probability drawn from U(0, 1), so that
 * two runs of one model differ on a fraction f of all samples; the others are always right or
 * always wrong.
 *
 * @param samples N, at least 1
 * @param accuracy p, expected score of the healthy model, in (0, 1)
 * @param flipRate f, share of samples on which two healthy runs differ, in [0, 1/3]
 * @param baselineRuns M, how many healthy runs the baseline is the mean of, at least 1
 * @param regression how the candidate is worse
 * @param drop by how much, relative, in [0, 1]; the drop per release for {@link Regression#DRIFT}
 * @param sliceShare share of the samples in the first slice, in (0, 1]
 * @param metrics how many metrics are scored on each sample, at least 1
 * @param correlation probability that a metric shares the luck of the first one, in [0, 1]
 * @param concurrency how many samples are in flight at once, at least 1
 * @param wrongSpeedup how many times faster a wrong answer is finished, above 0
 * @param judgeNoise probability that a score is turned over, in [0, 0.5]
 * @param lossRate probability that a sample never arrives, in [0, 1)
 * @param duplicateRate probability that an earlier sample arrives again after a sample, in [0, 1)
 */
public record Scenario(
        int samples,
        double accuracy,
        double flipRate,
        int baselineRuns,
        Regression regression,
        double drop,
        double sliceShare,
        int metrics,
        double correlation,
        int concurrency,
        double wrongSpeedup,
        double judgeNoise,
        double lossRate,
        double duplicateRate) {

    public Scenario {
        require(samples >= 1, "samples", samples);
        require(accuracy > 0 && accuracy < 1, "accuracy", accuracy);
        require(flipRate >= 0 && flipRate <= 1.0 / 3, "flipRate", flipRate);
        require(baselineRuns >= 1, "baselineRuns", baselineRuns);
        require(drop >= 0 && drop <= 1, "drop", drop);
        require(sliceShare > 0 && sliceShare <= 1, "sliceShare", sliceShare);
        require(metrics >= 1, "metrics", metrics);
        require(correlation >= 0 && correlation <= 1, "correlation", correlation);
        require(concurrency >= 1, "concurrency", concurrency);
        require(wrongSpeedup > 0, "wrongSpeedup", wrongSpeedup);
        require(judgeNoise >= 0 && judgeNoise <= 0.5, "judgeNoise", judgeNoise);
        require(lossRate >= 0 && lossRate < 1, "lossRate", lossRate);
        require(duplicateRate >= 0 && duplicateRate < 1, "duplicateRate", duplicateRate);
        double unstable = 3 * flipRate;
        double stable = accuracy - unstable / 2;
        require(
                stable >= 0 && stable <= 1 - unstable,
                "with so many flips the accuracy cannot be",
                accuracy);
    }

    private static void require(boolean holds, String what, double value) {
        if (!holds) {
            throw new IllegalArgumentException(what + " " + value);
        }
    }

    /** An unchanged model, one sample at a time, nothing lost and nothing repeated. */
    public static Scenario healthy(int samples, double accuracy, double flipRate, int runs) {
        return new Scenario(
                samples, accuracy, flipRate, runs, Regression.NONE, 0, 0.2, 1, 0.8, 1, 5, 0, 0, 0);
    }

    /** The same with a regression. */
    public Scenario with(Regression newRegression, double newDrop) {
        return new Scenario(
                samples,
                accuracy,
                flipRate,
                baselineRuns,
                newRegression,
                newDrop,
                sliceShare,
                metrics,
                correlation,
                concurrency,
                wrongSpeedup,
                judgeNoise,
                lossRate,
                duplicateRate);
    }

    /** The same with so many samples in flight, wrong answers being so many times faster. */
    public Scenario inFlight(int newConcurrency, double newWrongSpeedup) {
        return new Scenario(
                samples,
                accuracy,
                flipRate,
                baselineRuns,
                regression,
                drop,
                sliceShare,
                metrics,
                correlation,
                newConcurrency,
                newWrongSpeedup,
                judgeNoise,
                lossRate,
                duplicateRate);
    }

    /** The same with a judge that errs, samples that are lost and samples that come again. */
    public Scenario disturbed(double newJudgeNoise, double newLossRate, double newDuplicateRate) {
        return new Scenario(
                samples,
                accuracy,
                flipRate,
                baselineRuns,
                regression,
                drop,
                sliceShare,
                metrics,
                correlation,
                concurrency,
                wrongSpeedup,
                newJudgeNoise,
                newLossRate,
                newDuplicateRate);
    }

    /** The same with so many metrics. */
    public Scenario scoredBy(int newMetrics, double newCorrelation) {
        return new Scenario(
                samples,
                accuracy,
                flipRate,
                baselineRuns,
                regression,
                drop,
                sliceShare,
                newMetrics,
                newCorrelation,
                concurrency,
                wrongSpeedup,
                judgeNoise,
                lossRate,
                duplicateRate);
    }
}
