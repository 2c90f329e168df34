package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Locale;
import java.util.StringJoiner;

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

    /** The runs a run is compared with, or that there are none. */
    static String baselineRuns(JsonNode verdict) {
        StringJoiner runs = new StringJoiner(", ").setEmptyValue("none");
        verdict.path("baseline_runs").forEach(run -> runs.add(run.asText()));
        return runs.toString();
    }

    /** Whether a run came to its end with all its samples. */
    static boolean isWhole(JsonNode verdict) {
        return verdict.path("state").asText("COMPLETE").startsWith("COMPLETE");
    }

    /** How a run ended, in a word. */
    static String state(JsonNode verdict) {
        return verdict.path("state").asText().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** That not every series is in a verdict, as a sentence; empty when each is. */
    static String cut(JsonNode verdict) {
        long all = verdict.path("metrics_cut_from").asLong();
        return all == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "Of %,d series the first %,d are listed.",
                        all,
                        verdict.path("metrics").size());
    }

    /** When a series was decided before the end of its run; empty when it was not. */
    static String decidedEarly(JsonNode metric) {
        long samples = metric.path("decided_at_samples").asLong();
        return samples == 0 ? "" : String.format(Locale.ROOT, "decided at %,d samples", samples);
    }

    /** Items that are wrong now and were right before, whether or not the verdict names them. */
    static int newlyFailing(JsonNode metric) {
        return metric.path("newly_failing_count").asInt(metric.path("newly_failing").size());
    }

    /** Items that are right now and were wrong before, whether or not the verdict names them. */
    static int newlyPassing(JsonNode metric) {
        return metric.path("newly_passing_count").asInt(metric.path("newly_passing").size());
    }

    /** The mean with four digits, marked when it breached. */
    static String cell(JsonNode metric) {
        return number(metric.path("value"))
                + (isBreach(metric) && metric.path("tier").asInt() == 1 ? " !" : "");
    }

    /** Whether it is worse by the threshold: at the end, or for certain when it was cancelled. */
    static boolean isBreach(JsonNode metric) {
        return metric.path("verdict").asText().startsWith("BREACH");
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
        return signed(low) + " … " + signed(high) + " %";
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
        return signed(sign * 100 * drop.asDouble()) + " %";
    }

    /** With a sign, unless nothing is left to have one. */
    private static String signed(double number) {
        String text = String.format(Locale.ROOT, "%+.1f", number);
        return text.substring(1).equals("0.0") ? "0.0" : text;
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
