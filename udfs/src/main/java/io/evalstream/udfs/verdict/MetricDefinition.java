package io.evalstream.udfs.verdict;

import java.io.Serializable;

/**
 * What is known of a metric before any result: which direction is better, which values it can take,
 * and how much it weighs.
 *
 * @param pattern the metric's name; {@code *} stands for any characters
 * @param lowest smallest possible value, or negative infinity
 * @param highest largest possible value, or positive infinity
 * @param tier 1 decides the gate, 2 is alerted on, 3 is a diagnostic
 * @param practicalMinimum smallest change worth telling, in the metric's own unit, above 0
 */
public record MetricDefinition(
        String pattern,
        boolean higherIsBetter,
        double lowest,
        double highest,
        int tier,
        double practicalMinimum)
        implements Serializable {

    public MetricDefinition {
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("pattern must not be empty");
        }
        if (!(lowest < highest)) {
            throw new IllegalArgumentException(
                    pattern + ": range must be [lowest, highest] with lowest < highest");
        }
        if (!(practicalMinimum > 0)) {
            throw new IllegalArgumentException(
                    pattern + ": practical_minimum must be above 0, it is " + practicalMinimum);
        }
        if (tier < 1 || tier > 3) {
            throw new IllegalArgumentException(pattern + ": tier must be 1, 2 or 3");
        }
    }

    /** Smallest change worth telling where nobody says otherwise: one point. */
    public static final double ONE_POINT = 0.01;

    /** A definition with the usual practical minimum, one point. */
    public MetricDefinition(
            String pattern, boolean higherIsBetter, double lowest, double highest, int tier) {
        this(pattern, higherIsBetter, lowest, highest, tier, ONE_POINT);
    }

    /** Whether this definition is about a metric of that name. */
    public boolean matches(String metric) {
        return matches(pattern, 0, metric, 0);
    }

    private static boolean matches(String pattern, int p, String text, int t) {
        if (p == pattern.length()) {
            return t == text.length();
        }
        if (pattern.charAt(p) == '*') {
            for (int next = t; next <= text.length(); next++) {
                if (matches(pattern, p + 1, text, next)) {
                    return true;
                }
            }
            return false;
        }
        return t < text.length()
                && pattern.charAt(p) == text.charAt(t)
                && matches(pattern, p + 1, text, t + 1);
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
