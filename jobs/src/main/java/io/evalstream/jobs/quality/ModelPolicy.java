package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.DropRule;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * How the releases of one model are judged and who hears of it.
 *
 * @param threshold the relative drop that breaches, as a decimal in (0, 1)
 * @param alpha accepted false alarms per run over its deciding metrics, in (0, 1)
 * @param sliceAlpha accepted share of false findings among slices, in (0, 1)
 * @param minimumSamples fewest samples a verdict may rest on, at least 1
 * @param minimumShare smallest share of a run an early verdict may rest on, in [0, 1]
 * @param slicesDecide whether a slice of a deciding metric decides as well
 * @param baselineRuns how many healthy runs make a baseline, at least 1
 * @param anchorRun id of the run that is compared with besides, or empty
 * @param cancelsCertain whether to ask for the end of a run that will breach for certain
 * @param deadlineMillis how long after its start a run may go without a verdict
 * @param mentionId user principal name or Entra object id, or empty
 */
record ModelPolicy(
        String threshold,
        double alpha,
        double sliceAlpha,
        int minimumSamples,
        double minimumShare,
        boolean slicesDecide,
        int baselineRuns,
        Comparability.Rule comparability,
        String anchorRun,
        boolean cancelsCertain,
        long deadlineMillis,
        String mentionId,
        String mentionName)
        implements Serializable {

    /** What may differ from model to model. */
    static final List<ConfigOption<?>> OPTIONS =
            List.of(
                    QualityOptions.THRESHOLD,
                    QualityOptions.ALPHA,
                    QualityOptions.SLICE_ALPHA,
                    QualityOptions.MINIMUM_SAMPLES,
                    QualityOptions.MINIMUM_SHARE,
                    QualityOptions.SLICES_DECIDE,
                    QualityOptions.BASELINE_RUNS,
                    QualityOptions.BASELINE_COMPARABILITY,
                    QualityOptions.BASELINE_ANCHOR,
                    QualityOptions.RUN_CANCEL_CERTAIN,
                    QualityOptions.RUN_DEADLINE,
                    QualityOptions.TEAMS_MENTION_ID,
                    QualityOptions.TEAMS_MENTION_NAME);

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message begins with the
     *     option's key
     */
    static ModelPolicy of(ReadableConfig options) {
        QualityOptions.requireSense(options);
        return new ModelPolicy(
                options.get(QualityOptions.THRESHOLD),
                options.get(QualityOptions.ALPHA),
                options.get(QualityOptions.SLICE_ALPHA),
                options.get(QualityOptions.MINIMUM_SAMPLES),
                options.get(QualityOptions.MINIMUM_SHARE),
                options.get(QualityOptions.SLICES_DECIDE),
                options.get(QualityOptions.BASELINE_RUNS),
                options.get(QualityOptions.BASELINE_COMPARABILITY),
                options.get(QualityOptions.BASELINE_ANCHOR),
                options.get(QualityOptions.RUN_CANCEL_CERTAIN),
                options.get(QualityOptions.RUN_DEADLINE).toMillis(),
                options.get(QualityOptions.TEAMS_MENTION_ID),
                options.get(QualityOptions.TEAMS_MENTION_NAME));
    }

    /** Half of what slices may raise falsely while a run goes on; the other half is its end's. */
    double liveSliceAlpha() {
        return sliceAlpha / 2;
    }

    double finalSliceAlpha() {
        return sliceAlpha / 2;
    }

    DropRule rule() {
        return new DropRule(new BigDecimal(threshold));
    }

    Duration deadline() {
        return Duration.ofMillis(deadlineMillis);
    }

    /** How many samples of a run must have been compared before anything is said of it. */
    int minimumPaired(long samples) {
        return (int) Math.max(minimumSamples, Math.ceil(minimumShare * samples));
    }
}
