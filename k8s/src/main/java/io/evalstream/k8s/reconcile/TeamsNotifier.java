package io.evalstream.k8s.reconcile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Posts a card to a Teams workflow; its address is a secret and in no message. */
public final class TeamsNotifier implements Notifier {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_TEXT = 2000;

    private final Optional<URI> address;
    private final HttpClient client;

    /**
     * @param address of the workflow; empty to tell nobody
     */
    public TeamsNotifier(Optional<URI> address) {
        this.address = address;
        this.client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    }

    @Override
    public void tell(Notice notice) throws IOException {
        if (address.isEmpty()) {
            return;
        }
        HttpRequest request =
                HttpRequest.newBuilder(address.get())
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(card(notice)))
                        .build();
        int status;
        try {
            status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Teams was told", e);
        } catch (IOException e) {
            // Not the cause of what is thrown: it may name the address.
            throw new IOException("Teams did not answer (" + e.getClass().getSimpleName() + ")");
        }
        if (status / 100 != 2) {
            throw new IOException("Teams answered " + status);
        }
    }

    static byte[] card(Notice notice) throws IOException {
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
        text(body, notice.reason() + ": " + notice.modelTag()).put("weight", "Bolder");
        text(body, notice.message());
        text(body, "Run " + notice.run());
        return MAPPER.writeValueAsBytes(root);
    }

    private static ObjectNode text(ArrayNode body, String text) {
        String shown = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        // What a run calls itself is never a mention.
        return body.addObject()
                .put("type", "TextBlock")
                .put("text", shown.replace('<', '‹').replace('>', '›'))
                .put("wrap", true);
    }
}
