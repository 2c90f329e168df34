package io.evalstream.jobs.teams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.jobs.quality.Alert;
import io.evalstream.jobs.quality.Recovery;
import io.evalstream.jobs.quality.Reference;
import io.evalstream.jobs.quality.RunVerdict;
import io.evalstream.jobs.quality.SeriesResult;
import io.evalstream.udfs.verdict.PairedComparison;

import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Renders an alert as a Teams message with one Adaptive Card 1.4.
 *
 * @param dashboardUrl what the button opens, {@code {run_id}} replaced; empty for no button
 */
public record AlertCard(String dashboardUrl) implements Serializable {

    /** Teams refuses messages over about 28 KB. */
    static final int MAX_BYTES = 25_000;

    private static final int MOST_SERIES = 12;
    private static final int MOST_LISTED = 10;
    private static final int MAX_NAME = 300;
    private static final int MAX_KEY = 12;
    private static final int MAX_URL = 2_000;

    /** Odds above this are told as a power of ten. */
    private static final double MAX_WRITTEN_OUT = 1e6;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Returns the message, UTF-8 JSON of less than 25,000 bytes. */
    public byte[] render(Alert alert) {
        for (int series = MOST_SERIES; series >= 1; series /= 2) {
            byte[] message = render(alert, series);
            if (message.length < MAX_BYTES) {
                return message;
            }
        }
        throw new IllegalStateException(
                "a card about one series does not fit: " + alert.run().runId());
    }

    private byte[] render(Alert alert, int most) {
        RunVerdict run = alert.run();
        List<SeriesResult> breaches = alert.breaches();
        ObjectNode root = MAPPER.createObjectNode();
        root.put("type", "message");
        ObjectNode attachment = root.putArray("attachments").addObject();
        attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
        attachment.putNull("contentUrl");
        ObjectNode card = attachment.putObject("content");
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.put("type", "AdaptiveCard");
        card.put("version", "1.4");
        ArrayNode body = card.putArray("body");
        text(body, title(run) + shortened(run.modelTag()), "Large", true, color(run.notice()));
        text(body, shortened(run.why()), "Default", false, "");
        if (calls(alert)) {
            text(body, at(alert) + " " + request(run.notice()), "Default", false, "");
        }
        for (SeriesResult result : breaches.subList(0, Math.min(most, breaches.size()))) {
            series(body, result);
        }
        if (breaches.size() > most) {
            text(body, "and " + (breaches.size() - most) + " more", "Default", false, "");
        }
        list(body, "Smaller drops, more than noise", alert.smallerDrops(), AlertCard::smaller);
        list(body, "Recovered", run.recovered(), AlertCard::recovered);
        ObjectNode facts = body.addObject();
        facts.put("type", "FactSet");
        facts.put("separator", true);
        ArrayNode list = facts.putArray("facts");
        fact(list, "Run", shortened(run.runId()));
        fact(list, "Model", shortened(run.model()));
        fact(list, "Results", run.samples() + ", " + run.missing() + " missing");
        fact(list, "Baseline", shortened(String.join(", ", run.baselineRuns())));
        button(card, run.runId());
        mention(card, alert);
        return bytes(root);
    }

    private static String title(RunVerdict run) {
        return switch (run.notice()) {
            case CORRECTED -> "Correction, no quality drop: ";
            case DIGEST -> "Smaller drops: ";
            case RESOLVED -> "Recovered: ";
            case OVERDUE -> "No verdict in time: ";
            case NONE, RAISED, ESCALATED ->
                    run.decision() == RunVerdict.Decision.BREACH
                            ? "Quality drop: "
                            : "Drop in a part of a benchmark: ";
        };
    }

    private static String color(RunVerdict.Notice notice) {
        return switch (notice) {
            case CORRECTED, RESOLVED -> "Good";
            case DIGEST -> "Warning";
            case NONE, RAISED, ESCALATED, OVERDUE -> "Attention";
        };
    }

    /** Whether somebody is mentioned: who was called hears of a correction, too. */
    private static boolean calls(Alert alert) {
        boolean isCorrection = alert.run().notice() == RunVerdict.Notice.CORRECTED;
        return !alert.mentionId().isEmpty() && (alert.isUrgent() || isCorrection);
    }

    private static String request(RunVerdict.Notice notice) {
        return switch (notice) {
            case CORRECTED -> "the earlier alert is withdrawn.";
            case OVERDUE -> "please look why there are no results.";
            case NONE, RAISED, ESCALATED, DIGEST, RESOLVED ->
                    "please look before this release goes on.";
        };
    }

    private static <T> void list(
            ArrayNode body, String title, List<T> entries, Function<T, String> text) {
        if (entries.isEmpty()) {
            return;
        }
        text(body, title, "Medium", true, "");
        int shown = Math.min(MOST_LISTED, entries.size());
        for (T entry : entries.subList(0, shown)) {
            text(body, "- " + shortened(text.apply(entry)), "Default", false, "");
        }
        if (shown < entries.size()) {
            text(body, "and " + (entries.size() - shown) + " more", "Default", false, "");
        }
    }

    private static String smaller(SeriesResult result) {
        return String.format(
                Locale.ROOT,
                "%s: %.4f, was %.4f (%.1f %%)",
                result.series(),
                result.value(),
                result.baseline(),
                100 * result.relativeDrop());
    }

    private static String recovered(Recovery recovery) {
        return recovery.series() + ": had dropped in " + recovery.modelTag();
    }

    private static void series(ArrayNode body, SeriesResult result) {
        text(body, shortened(result.series().toString()), "Medium", true, "");
        ObjectNode facts = body.addObject();
        facts.put("type", "FactSet");
        ArrayNode list = facts.putArray("facts");
        boolean isAgainstAnchor = !(result.relativeDrop() >= result.anchor().relativeDrop());
        Reference against =
                isAgainstAnchor && !result.anchor().runs().isEmpty()
                        ? result.anchor()
                        : result.rolling();
        if (!against.runs().isEmpty()) {
            fact(list, result.higherIsBetter() ? "Drop" : "Rise", drop(result, against));
            fact(list, "Confirmed", confirmed(result));
        }
        if (Double.isFinite(result.value())) {
            fact(list, "Mean", mean(result, against));
        }
        fact(list, "Samples", Long.toString(result.n()));
        if (!result.newlyFailing().isEmpty() || !result.newlyPassing().isEmpty()) {
            fact(
                    list,
                    "Flips",
                    result.newlyFailing().size()
                            + " newly failing, "
                            + result.newlyPassing().size()
                            + " newly passing");
        }
        if (!result.newlyFailing().isEmpty()) {
            fact(list, "Newly failing", items(result.newlyFailing()));
        }
    }

    private void button(ObjectNode card, String runId) {
        String encoded = URLEncoder.encode(runId, StandardCharsets.UTF_8).replace("+", "%20");
        String url = dashboardUrl.replace("{run_id}", encoded);
        if (url.isEmpty() || url.length() > MAX_URL) {
            return;
        }
        ObjectNode action = card.putArray("actions").addObject();
        action.put("type", "Action.OpenUrl");
        action.put("title", "Open the dashboard");
        action.put("url", url);
    }

    private static String mean(SeriesResult result, Reference against) {
        if (against.runs().isEmpty()) {
            return String.format(Locale.ROOT, "%.4f", result.value());
        }
        return String.format(
                Locale.ROOT,
                "%.4f, was %.4f over %s",
                result.value(),
                against.value(),
                against == result.anchor()
                        ? "the anchor " + shortened(against.runs().get(0))
                        : runs(against.runs().size()));
    }

    /** Relative to what it is compared with; in points where that is zero. */
    private static String drop(SeriesResult result, Reference against) {
        return Double.isFinite(against.relativeDrop())
                ? String.format(Locale.ROOT, "%.1f %%", 100 * against.relativeDrop())
                        + interval(result.paired())
                : String.format(
                        Locale.ROOT,
                        "%.1f points",
                        100 * Math.abs(result.value() - against.value()));
    }

    private static String interval(PairedComparison paired) {
        return Double.isFinite(paired.lower()) && Double.isFinite(paired.upper())
                ? String.format(
                        Locale.ROOT,
                        " (95 %% interval %.1f to %.1f %%)",
                        100 * paired.lower(),
                        100 * paired.upper())
                : "";
    }

    /** The first few keys, as far as one needs them to find the items in the report. */
    private static String items(List<String> keys) {
        List<String> shown = new ArrayList<>();
        for (String key : keys.subList(0, Math.min(MOST_LISTED, keys.size()))) {
            shown.add(cut(key, MAX_KEY));
        }
        return shortened(String.join(", ", shown) + (shown.size() < keys.size() ? ", …" : ""));
    }

    private static String runs(int count) {
        return count == 1 ? "1 run" : count + " runs";
    }

    private static String confirmed(SeriesResult result) {
        if (!result.confirmed()) {
            return "no: too small or noisy, run it again";
        }
        double odds = Math.exp(result.paired().maximumLogE());
        return odds >= 100 || Double.isNaN(result.paired().p())
                ? "yes: odds " + odds(odds) + " to 1 against chance"
                : String.format(Locale.ROOT, "yes: p = %.2g", result.paired().p());
    }

    private static String odds(double odds) {
        return odds < MAX_WRITTEN_OUT
                ? String.format(Locale.ROOT, "%,.0f", odds)
                : String.format(Locale.ROOT, "10^%.0f", Math.floor(Math.log10(odds)));
    }

    private static void mention(ObjectNode card, Alert alert) {
        ObjectNode teams = card.putObject("msteams");
        teams.put("width", "Full");
        if (!calls(alert)) {
            return;
        }
        ObjectNode entity = teams.putArray("entities").addObject();
        entity.put("type", "mention");
        entity.put("text", at(alert));
        ObjectNode mentioned = entity.putObject("mentioned");
        mentioned.put("id", alert.mentionId());
        mentioned.put("name", alert.mentionName());
    }

    /** One spelling for body and entity: Teams compares them character by character. */
    private static String at(Alert alert) {
        return "<at>" + alert.mentionName() + "</at>";
    }

    private static void text(ArrayNode body, String text, String size, boolean bold, String color) {
        ObjectNode block = body.addObject();
        block.put("type", "TextBlock");
        block.put("text", text);
        block.put("wrap", true);
        block.put("size", size);
        if (bold) {
            block.put("weight", "Bolder");
        }
        if (!color.isEmpty()) {
            block.put("color", color);
        }
    }

    private static void fact(ArrayNode facts, String title, String value) {
        facts.addObject().put("title", title).put("value", value);
    }

    /** What a run calls itself: never a mention, half a character or a screenful. */
    private static String shortened(String name) {
        String text = name.length() > MAX_NAME ? cut(name, MAX_NAME - 3) + "..." : name;
        return text.replace('<', '\u2039').replace('>', '\u203a');
    }

    /** The beginning of a text, without half a character at its end. */
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean isSplit = Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, isSplit ? most - 1 : most);
    }

    private static byte[] bytes(ObjectNode root) {
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain nodes can always be written", e);
        }
    }
}
