package io.evalstream.bench.dedup;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A line of the goals, with what was measured.
 *
 * @param isCorrectness whether missing it is an error, and not only a pity
 * @param measured the figure as text; empty when it was not measured
 */
record Goal(
        String goal,
        String wanted,
        Optional<String> measured,
        boolean isMet,
        boolean isCorrectness) {

    /** At least so much is wanted. */
    static Goal atLeast(String goal, double wanted, OptionalDouble measured, String format) {
        return new Goal(
                goal,
                "≥ " + text(format, wanted),
                text(format, measured),
                measured.isPresent() && measured.getAsDouble() >= wanted,
                false);
    }

    /** At most so much is wanted. */
    static Goal atMost(String goal, double wanted, OptionalDouble measured, String format) {
        return new Goal(
                goal,
                "≤ " + text(format, wanted),
                text(format, measured),
                measured.isPresent() && measured.getAsDouble() <= wanted,
                false);
    }

    /** Exactly these numbers are wanted. */
    static Goal fact(String goal, String wanted, Optional<String> measured) {
        return new Goal(goal, wanted, measured, measured.equals(Optional.of(wanted)), true);
    }

    /** The same goal, as one of correctness. */
    Goal ofCorrectness() {
        return new Goal(goal, wanted, measured, isMet, true);
    }

    String verdict() {
        if (measured.isEmpty()) {
            return "not measured";
        }
        return isMet ? "met" : "MISSED";
    }

    /** Whether the command ends with an error. */
    boolean isBroken() {
        return isCorrectness && measured.isPresent() && !isMet;
    }

    private static Optional<String> text(String format, OptionalDouble value) {
        return value.isPresent()
                ? Optional.of(text(format, value.getAsDouble()))
                : Optional.empty();
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
