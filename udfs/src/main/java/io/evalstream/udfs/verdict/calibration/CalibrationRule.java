package io.evalstream.udfs.verdict.calibration;

import io.evalstream.udfs.verdict.DropRule;

/**
 * How the runs of one series are judged.
 *
 * @param drop the relative drop that breaches
 * @param alpha accepted false alarms per run over its deciding series, in (0, 1)
 * @param decidingSeries how many series share alpha, at least 1
 * @param minimumSamples fewest samples a verdict may rest on, at least 1
 * @param minimumShare smallest share of a run an early verdict may rest on, in [0, 1]
 * @param baselineRuns how many healthy runs make a baseline, at least 1
 */
public record CalibrationRule(
        DropRule drop,
        double alpha,
        int decidingSeries,
        int minimumSamples,
        double minimumShare,
        int baselineRuns) {

    /** τ, the relative drop that breaches. */
    double threshold() {
        return drop.threshold().doubleValue();
    }

    /** The part of alpha that is this series' own. */
    double share() {
        return alpha / decidingSeries;
    }

    int minimumPaired(int samples) {
        return (int) Math.max(minimumSamples, Math.ceil(minimumShare * samples));
    }
}
