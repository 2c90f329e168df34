package io.evalstream.udfs.verdict.simulation;

import java.util.Map;

/**
 * What was required of the verdicts and what they reached.
 *
 * @param goal what is measured
 * @param required the bound that was set
 * @param atLeast whether the bound is the lowest good value; else it is the highest
 * @param reached what the engine reached
 * @param runs how many runs that rests on
 * @param rules the same figure for the rules for comparison, NaN where it has no meaning for one
 * @param note more about the figure; may be empty
 */
public record GoalResult(
        String goal,
        double required,
        boolean atLeast,
        Figure reached,
        int runs,
        Map<ComparisonRule, Figure> rules,
        String note) {

    /**
     * A share.
     *
     * @param value in [0, 1], or NaN
     * @param lower lower end of its 95 % interval; NaN where the share is a quantile
     * @param upper upper end
     */
    public record Figure(double value, double lower, double upper) {

        static Figure of(Share share) {
            return new Figure(share.value(), share.lower(), share.upper());
        }

        static Figure of(double quantile) {
            return new Figure(quantile, Double.NaN, Double.NaN);
        }
    }

    /** Whether the value reached, not an end of its interval, keeps to the bound. */
    public boolean isMet() {
        return atLeast ? reached.value() >= required : reached.value() <= required;
    }
}
