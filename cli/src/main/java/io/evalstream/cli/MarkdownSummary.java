package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/** The decision in Markdown, short enough for a pull request. */
final class MarkdownSummary {

    private MarkdownSummary() {}

    /**
     * @param verdicts all runs in order; the last one is the candidate
     */
    static String of(List<JsonNode> verdicts) {
        JsonNode candidate = verdicts.get(verdicts.size() - 1);
        StringBuilder text = new StringBuilder();
        text.append("## ")
                .append(candidate.path("verdict").asText())
                .append(": ")
                .append(escaped(candidate.path("model_tag").asText()))
                .append("\n\n")
                .append(escaped(candidate.path("why").asText()))
                .append(". Baseline: ")
                .append(escaped(MetricText.baselineRuns(candidate)))
                .append(
                        ".\n\n| metric | value | baseline | change | 95 % interval"
                                + " | n | missing | newly failing / passing | verdict | evidence |\n")
                .append("|---|---:|---:|---:|---:|---:|---:|---:|---|---|\n");
        for (JsonNode metric : candidate.path("metrics")) {
            boolean isWhole = metric.path("slice").asText().isEmpty();
            if (isWhole || (MetricText.isBreach(metric) && !MetricText.isDiagnostic(metric))) {
                text.append("| ").append(escaped(MetricText.name(metric)));
                text.append(" | ").append(MetricText.number(metric.path("value")));
                text.append(" | ").append(MetricText.number(metric.path("baseline")));
                text.append(" | ").append(MetricText.change(metric));
                text.append(" | ").append(MetricText.interval(metric));
                text.append(" | ").append(metric.path("n").asLong());
                text.append(" | ").append(metric.path("missing").asLong());
                text.append(" | ").append(MetricText.newlyFailing(metric));
                text.append(" / ").append(MetricText.newlyPassing(metric));
                text.append(" | ").append(verdict(metric));
                text.append(" | ").append(MetricText.certainty(metric)).append(" |\n");
            }
        }
        String cut = MetricText.cut(candidate);
        if (!cut.isEmpty()) {
            text.append('\n').append(cut).append('\n');
        }
        return text.toString();
    }

    private static String verdict(JsonNode metric) {
        String early = MetricText.decidedEarly(metric);
        return MetricText.verdict(metric) + (early.isEmpty() ? "" : ", " + early);
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
