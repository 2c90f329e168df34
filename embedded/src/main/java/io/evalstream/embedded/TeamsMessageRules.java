package io.evalstream.embedded;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;
import java.util.Set;

/** What Teams accepts of a message with an Adaptive Card; first fault wins. */
final class TeamsMessageRules {

    /** Size limit of a whole message, in bytes. */
    static final int MAX_BYTES = 28 * 1024;

    private static final Set<String> VERSIONS = Set.of("1.0", "1.1", "1.2", "1.3", "1.4", "1.5");
    private static final Set<String> ELEMENTS =
            Set.of("TextBlock", "FactSet", "Container", "ColumnSet", "Image", "Table", "ActionSet");

    private TeamsMessageRules() {}

    /** Returns why Teams would refuse the message, or empty. */
    static Optional<String> firstFault(JsonNode message) {
        if (!message.path("type").asText().equals("message")) {
            return Optional.of("type must be 'message'");
        }
        JsonNode attachments = message.path("attachments");
        if (!attachments.isArray() || attachments.isEmpty()) {
            return Optional.of("attachments must be a non-empty array");
        }
        for (JsonNode attachment : attachments) {
            if (!attachment
                    .path("contentType")
                    .asText()
                    .equals("application/vnd.microsoft.card.adaptive")) {
                return Optional.of("attachments must be Adaptive Cards");
            }
            Optional<String> fault = cardFault(attachment.path("content"));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> cardFault(JsonNode card) {
        if (!card.path("type").asText().equals("AdaptiveCard")) {
            return Optional.of("content.type must be 'AdaptiveCard'");
        }
        if (!card.path("version").isTextual()
                || !VERSIONS.contains(card.path("version").asText())) {
            return Optional.of("content.version must be 1.0 to 1.5");
        }
        if (!card.path("body").isArray() || card.path("body").isEmpty()) {
            return Optional.of("content.body must be a non-empty array");
        }
        for (JsonNode element : card.path("body")) {
            Optional<String> fault = elementFault(element);
            if (fault.isPresent()) {
                return fault;
            }
        }
        for (JsonNode action : card.path("actions")) {
            Optional<String> fault = actionFault(action);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return mentionFault(card);
    }

    private static Optional<String> elementFault(JsonNode element) {
        String type = element.path("type").asText();
        if (!ELEMENTS.contains(type)) {
            return Optional.of("unknown card element '" + type + "'");
        }
        if (type.equals("TextBlock") && !element.path("text").isTextual()) {
            return Optional.of("TextBlock.text must be a string");
        }
        if (type.equals("FactSet")) {
            if (!element.path("facts").isArray()) {
                return Optional.of("FactSet.facts must be an array");
            }
            for (JsonNode fact : element.path("facts")) {
                if (!fact.path("title").isTextual() || !fact.path("value").isTextual()) {
                    return Optional.of("a fact's title and value must be strings");
                }
            }
        }
        if (type.equals("Container")) {
            for (JsonNode item : element.path("items")) {
                Optional<String> fault = elementFault(item);
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> actionFault(JsonNode action) {
        if (!action.path("type").asText().equals("Action.OpenUrl")) {
            return Optional.of("a workflow card may only have Action.OpenUrl");
        }
        String url = action.path("url").asText();
        if (!url.startsWith("https://") && !url.startsWith("http://")) {
            return Optional.of("Action.OpenUrl.url must be http(s)");
        }
        return Optional.empty();
    }

    private static Optional<String> mentionFault(JsonNode card) {
        // Values, not JSON: a quote in a name is written differently there.
        String body = String.join("\n", card.path("body").findValuesAsText("text"));
        for (JsonNode entity : card.path("msteams").path("entities")) {
            String text = entity.path("text").asText();
            if (!text.startsWith("<at>") || !text.endsWith("</at>")) {
                return Optional.of("a mention's text must be <at>name</at>");
            }
            if (!body.contains(text)) {
                return Optional.of("mention " + text + " does not occur in the body");
            }
            if (entity.path("mentioned").path("id").asText().isEmpty()
                    || entity.path("mentioned").path("name").asText().isEmpty()) {
                return Optional.of("a mention needs mentioned.id and mentioned.name");
            }
        }
        return Optional.empty();
    }
}
