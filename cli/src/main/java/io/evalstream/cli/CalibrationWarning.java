package io.evalstream.cli;

import java.util.Locale;

/**
 * Something about repeated runs that people should look into.
 *
 * @param where the series or task it is about; empty for all
 */
record CalibrationWarning(Kind kind, String where, String text) {

    /** What is wrong; its lower-case name stands in {@code calibration.json}. */
    enum Kind {
        /** The runs differ by more than their samples explain. */
        KAPPA,
        /** Nothing differs between the runs. */
        DETERMINISTIC,
        /** The runs were set up differently. */
        NOT_COMPARABLE,
        /** So few items that runs get no verdict. */
        FEW_ITEMS,
        /** Items or metrics were left out. */
        LEFT_OUT;

        String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    String sentence() {
        return where.isEmpty() ? text : where + ": " + text;
    }
}
