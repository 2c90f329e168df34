package io.evalstream.udfs.verdict.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Counts the alarms that runs of an unchanged model raise, real runs and drawn ones. */
public final class FalseAlarmStudy {

    private final HealthyJudge judge;

    public FalseAlarmStudy(HealthyJudge judge) {
        this.judge = judge;
    }

    /**
     * Judges each run against all others.
     *
     * @param scores one array per run, at least two, in the order of the judge's keys
     */
    public FalseAlarms replay(double[][] scores) {
        FalseAlarms alarms = FalseAlarms.NONE;
        for (int candidate = 0; candidate < scores.length; candidate++) {
            List<double[]> others = new ArrayList<>(Arrays.asList(scores));
            others.remove(candidate);
            alarms = alarms.plus(judge.judge(others, scores[candidate]));
        }
        return alarms;
    }

    /**
     * Judges drawn runs, each against a drawn baseline of its own. Runs are numbered, so the result
     * depends on the seed only, not on the number of threads.
     *
     * @param runs how many, at least 1
     * @param threads how many at the same time, at least 1
     * @throws InterruptedException when interrupted while waiting for the threads
     */
    public FalseAlarms simulate(LearnedScores model, int runs, long seed, int threads)
            throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<FalseAlarms>> parts = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t;
                parts.add(workers.submit(() -> simulate(model, first, runs, threads, seed)));
            }
            FalseAlarms alarms = FalseAlarms.NONE;
            for (Future<FalseAlarms> part : parts) {
                alarms = alarms.plus(part.get());
            }
            return alarms;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a simulated run failed", e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private FalseAlarms simulate(LearnedScores model, int first, int runs, int step, long seed) {
        FalseAlarms alarms = FalseAlarms.NONE;
        for (int n = first; n < runs && !Thread.currentThread().isInterrupted(); n += step) {
            // The odd constant spreads consecutive numbers over the generator's seeds.
            SplittableRandom random =
                    new SplittableRandom(seed ^ (n * 0x9E3779B97F4A7C15L)).split();
            List<double[]> baseline = new ArrayList<>();
            for (int run = 0; run < judge.rule().baselineRuns(); run++) {
                baseline.add(model.draw(random));
            }
            alarms = alarms.plus(judge.judge(baseline, model.draw(random)));
        }
        return alarms;
    }
}
