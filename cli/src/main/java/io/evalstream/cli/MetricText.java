package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Locale;

/** How one series of a verdict is put in words. */
final class MetricText {

    private MetricText() {}

    /** {@code task/metric,filter [slice]}, without the parts that are empty. */
    static String name(JsonNode metric) {
        String task = metric.path("task").asText();
        String filter = metric.path("filter").asText();
        String slice = metric.path("slice").asText();
        return (task.isEmpty() ? "" : task + "/")
                + metric.path("metric").asText()
                + (filter.isEmpty() || filter.equals("none") ? "" : "," + filter)
                + (slice.isEmpty() ? "" : " [" + slice + "]");
    }

    /** The release of a run: its tag without the model before the colon. */
    static String release(JsonNode verdict) {
        String tag = verdict.path("model_tag").asText();
        return tag.substring(tag.lastIndexOf(':') + 1);
    }

    /** The mean with four digits, marked when it breached. */
    static String cell(JsonNode metric) {
        return number(metric.path("value"))
                + (isBreach(metric) && metric.path("tier").asInt() == 1 ? " !" : "");
    }

    static boolean isBreach(JsonNode metric) {
        return metric.path("verdict").asText().equals("BREACH_FINAL");
    }

    static boolean isDiagnostic(JsonNode metric) {
        return metric.path("tier").asInt() == 3;
    }

    /** The verdict as people read it: a diagnostic never breaches, it is only worth a look. */
    static String verdict(JsonNode metric) {
        return isDiagnostic(metric) ? "diagnostic" : metric.path("verdict").asText();
    }

    /** Whether the difference is more than noise, and how one knows; empty without pairs. */
    static String certainty(JsonNode metric) {
        JsonNode p = metric.path("p_value");
        if (!p.isNumber()) {
            return "–";
        }
        String value = String.format(Locale.ROOT, "p = %.2g", p.asDouble());
        return metric.path("confirmed").asBoolean() ? value + ", confirmed" : value;
    }

    /** The 95 % interval of the relative change, as one reads it: losses negative. */
    static String interval(JsonNode metric) {
        JsonNode interval = metric.path("ci95");
        if (interval.size() != 2 || !metric.path("relative_drop").isNumber()) {
            return "–";
        }
        boolean higherIsBetter = metric.path("higher_is_better").asBoolean(true);
        double low =
                100 * (higherIsBetter ? -interval.get(1).asDouble() : interval.get(0).asDouble());
        double high =
                100 * (higherIsBetter ? -interval.get(0).asDouble() : interval.get(1).asDouble());
        return String.format(Locale.ROOT, "%+.1f … %+.1f %%", low, high);
    }

    /** A number with four digits, or a dash. */
    static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : "–";
    }

    /** The relative change in per cent, with its sign as one reads it: a loss is negative. */
    static String change(JsonNode metric) {
        JsonNode drop = metric.path("relative_drop");
        if (!drop.isNumber()) {
            return "–";
        }
        double sign = metric.path("higher_is_better").asBoolean(true) ? -1 : 1;
        return String.format(Locale.ROOT, "%+.1f %%", sign * 100 * drop.asDouble());
    }

    /** One line: name, mean, baseline, change, verdict. */
    static String sentence(JsonNode metric) {
        String numbers =
                metric.path("baseline").isNumber()
                        ? number(metric.path("baseline")) + " → " + number(metric.path("value"))
                        : number(metric.path("value"));
        return String.format(
                Locale.ROOT,
                "%-12s %s: %s (%s, n = %d%s)",
                verdict(metric),
                name(metric),
                numbers,
                change(metric),
                metric.path("n").asLong(),
                metric.path("missing").asLong() == 0
                        ? ""
                        : ", " + metric.path("missing").asLong() + " missing");
    }
}
