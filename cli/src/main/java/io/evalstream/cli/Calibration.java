package io.evalstream.cli;

import io.evalstream.udfs.verdict.DropRule;
import io.evalstream.udfs.verdict.calibration.DetectableDrop;
import io.evalstream.udfs.verdict.calibration.FalseAlarms;
import io.evalstream.udfs.verdict.calibration.RunSpread;

import java.util.List;

/**
 * What repeated runs have taught.
 *
 * @param runs names of the runs
 * @param drop the relative drop that breaches
 * @param alpha accepted false alarms per run over its deciding series
 * @param baselineRuns how many runs a simulated run was compared with
 */
record Calibration(
        List<String> runs,
        DropRule drop,
        double alpha,
        int baselineRuns,
        int simulations,
        long seed,
        List<Result> results,
        List<CalibrationWarning> warnings) {

    /**
     * What was learned of one series.
     *
     * @param replayed every run judged against all others
     * @param simulated drawn runs judged against drawn baselines
     * @param simulatedKappa how many times more the drawn means vary than independent items explain
     */
    record Result(
            RepeatedSeries series,
            RunSpread spread,
            FalseAlarms replayed,
            FalseAlarms simulated,
            double simulatedKappa,
            DetectableDrop drop) {}

    /** Whether the runs of some series differ by more than their samples explain. */
    boolean isShaken() {
        return results.stream()
                .anyMatch(result -> result.spread().isShaken() && !result.spread().mayBeChance());
    }
}
