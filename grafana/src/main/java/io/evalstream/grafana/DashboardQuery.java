package io.evalstream.grafana;

/**
 * One query of a dashboard, as it is written there.
 *
 * @param kind what asks it
 * @param name title of the panel, or name of the variable or the annotation
 * @param sql with macros and variables
 * @param format what the plugin makes of the answer
 */
public record DashboardQuery(Kind kind, String name, String sql, Format format) {

    /** What asks a query. */
    public enum Kind {
        PANEL,
        VARIABLE,
        ANNOTATION
    }

    /** The plugin's formats that are in use, with the numbers it writes for them. */
    public enum Format {
        /** A time column first, then one series per label and value column. */
        TIME_SERIES(0),
        TABLE(1);

        private final int code;

        Format(int code) {
            this.code = code;
        }

        static Format of(int code) {
            for (Format format : values()) {
                if (format.code == code) {
                    return format;
                }
            }
            throw new IllegalArgumentException("format " + code + " is not in use");
        }
    }
}
