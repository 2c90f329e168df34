package io.evalstream.udfs.verdict.simulation;

import io.evalstream.udfs.verdict.McNemar;

import java.util.BitSet;

/** What else is in use to tell a drop, in the order of arrival, for comparison. */
public enum ComparisonRule {
    /** The mean of the latest 100 scores is below the baseline by the threshold. */
    NAIVE_WINDOW {
        @Override
        int firstAlarm(SimulatedRun run, int metric, double threshold, double alpha) {
            double[] scores = run.scores()[metric];
            double floor = (1 - threshold) * run.meanBaseline(metric) * WINDOW;
            double[] window = new double[WINDOW];
            double sum = 0;
            BitSet seen = new BitSet();
            for (int sample : run.arrivals()) {
                if (seen.get(sample)) {
                    continue;
                }
                int place = seen.cardinality() % WINDOW;
                seen.set(sample);
                sum += scores[sample] - window[place];
                window[place] = scores[sample];
                if (seen.cardinality() >= WINDOW && sum <= floor) {
                    return seen.cardinality();
                }
            }
            return 0;
        }
    },
    /** The drop of the finished run is at the threshold. */
    AT_THE_END {
        @Override
        int firstAlarm(SimulatedRun run, int metric, double threshold, double alpha) {
            return run.breaches(metric, threshold) ? run.samples() : 0;
        }
    },
    /** A one-sided paired z test at level α, looked at after every sample from the 30th on. */
    PEEKING_Z_TEST {
        @Override
        int firstAlarm(SimulatedRun run, int metric, double threshold, double alpha) {
            double critical = normalQuantile(1 - alpha);
            double sum = 0;
            double squares = 0;
            BitSet seen = new BitSet();
            int n = 0;
            for (int sample : run.arrivals()) {
                if (seen.get(sample)) {
                    continue;
                }
                seen.set(sample);
                n++;
                double difference = run.baseline()[metric][sample] - run.scores()[metric][sample];
                sum += difference;
                squares += difference * difference;
                double variance = (squares - sum * sum / n) / (n - 1);
                if (n >= 30 && sum > critical * Math.sqrt(n * variance)) {
                    return n;
                }
            }
            return 0;
        }
    },
    /** McNemar's test of the finished run against the latest healthy one, at level α. */
    MCNEMAR_AT_THE_END {
        @Override
        int firstAlarm(SimulatedRun run, int metric, double threshold, double alpha) {
            int losses = 0;
            int gains = 0;
            for (int i = 0; i < run.samples(); i++) {
                double difference = run.latestHealthy()[metric][i] - run.scores()[metric][i];
                losses += difference > 0 ? 1 : 0;
                gains += difference < 0 ? 1 : 0;
            }
            return McNemar.oneSidedMidP(losses, gains) <= alpha ? run.samples() : 0;
        }
    };

    private static final int WINDOW = 100;

    /** How many samples had arrived at the first alarm; 0 when there is none. */
    abstract int firstAlarm(SimulatedRun run, int metric, double threshold, double alpha);

    /** Half of the mass lies in a bracket of ten standard deviations, found by halving. */
    private static double normalQuantile(double probability) {
        double low = 0;
        double high = 10;
        while (high - low > 1e-12) {
            double middle = (low + high) / 2;
            if (normalProbability(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** P(Z ≤ z) for z ≥ 0 by its series around 0. */
    private static double normalProbability(double z) {
        double term = z;
        double sum = z;
        for (int k = 1; term > 1e-17 * sum; k++) {
            term *= z * z / (2 * k + 1);
            sum += term;
        }
        return 0.5 + sum * StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }
}
