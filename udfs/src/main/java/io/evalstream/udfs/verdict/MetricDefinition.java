package io.evalstream.udfs.verdict;

import java.io.Serializable;

/**
 * What is known of a metric before any result: which direction is better, which values it can take,
 * and how much it weighs.
 *
 * @param metric names of the metric
 * @param task names of the tasks this is about
 * @param lowest smallest possible value, or negative infinity
 * @param highest largest possible value, or positive infinity
 * @param tier 1 decides the gate, 2 is alerted on, 3 is a diagnostic
 * @param practicalMinimum smallest change worth telling, in the metric's own unit, above 0
 * @param floor a mean that is worse than this breaches whatever the baseline; NaN for none
 * @param unreadable how an output counts from which no answer could be extracted
 */
public record MetricDefinition(
        NamePattern metric,
        NamePattern task,
        boolean higherIsBetter,
        double lowest,
        double highest,
        int tier,
        double practicalMinimum,
        double floor,
        Unreadable unreadable)
        implements Serializable {

    /** How an output counts from which no answer could be extracted. */
    public enum Unreadable {
        /** As a wrong answer: whoever asks for a format measures whether it is kept. */
        WRONG,
        /** As no answer: the extraction is known to be poor. */
        MISSING
    }

    /** Smallest change worth telling where nobody says otherwise: one point. */
    public static final double ONE_POINT = 0.01;

    public MetricDefinition {
        if (!(lowest < highest)) {
            throw new IllegalArgumentException(
                    "range must be [lowest, highest] with lowest < highest");
        }
        if (!(practicalMinimum > 0)) {
            throw new IllegalArgumentException(
                    "practical_minimum must be above 0, it is " + practicalMinimum);
        }
        if (floor < lowest || floor > highest) {
            throw new IllegalArgumentException("floor must lie in the range, it is " + floor);
        }
        if (tier < 1 || tier > 3) {
            throw new IllegalArgumentException("tier must be 1, 2 or 3");
        }
    }

    /** A definition for all tasks with what is usual besides. */
    public MetricDefinition(
            String metric, boolean higherIsBetter, double lowest, double highest, int tier) {
        this(
                new NamePattern(metric),
                NamePattern.ANY,
                higherIsBetter,
                lowest,
                highest,
                tier,
                ONE_POINT,
                Double.NaN,
                Unreadable.WRONG);
    }

    /** Whether this definition is about that metric of that task. */
    public boolean matches(String ofTask, String ofMetric) {
        return metric.matches(ofMetric) && task.matches(ofTask);
    }

    /** Whether both ends of the range are known. */
    public boolean isBounded() {
        return Double.isFinite(lowest) && Double.isFinite(highest);
    }

    /** Whether a relative drop means anything: no value can be negative. */
    public boolean isNonNegative() {
        return lowest >= 0;
    }
}
