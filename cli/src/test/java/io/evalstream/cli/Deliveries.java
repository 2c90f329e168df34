package io.evalstream.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Deliveries of GitHub for images that are pushed to GHCR: its published examples where they are at
 * hand, with the fields of an image filled in, and otherwise these fields alone.
 */
final class Deliveries {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI webhook;
    private final String secret;

    Deliveries(URI webhook, String secret) {
        this.webhook = webhook;
        this.secret = secret;
    }

    /**
     * The body of a delivery.
     *
     * @param event package or registry_package
     */
    static byte[] body(String event, String owner, String name, String tag, String digest)
            throws IOException {
        ObjectNode root = example(event).orElseGet(JSON::createObjectNode);
        root.put("action", "published");
        ObjectNode item = root.withObjectProperty(event);
        item.put("name", name);
        item.put("namespace", owner);
        item.put("ecosystem", "CONTAINER");
        item.put("package_type", "CONTAINER");
        ObjectNode version = item.withObjectProperty("package_version");
        version.put("version", digest);
        version.put("name", digest);
        version.put("package_url", "ghcr.io/" + owner + "/" + name + ":" + tag);
        version.withObjectProperty("container_metadata")
                .withObjectProperty("tag")
                .put("name", tag)
                .put("digest", digest);
        return JSON.writeValueAsBytes(root);
    }

    private static Optional<ObjectNode> example(String event) throws IOException {
        Path file =
                Repository.sharedData()
                        .resolve("webhooks/payload-examples")
                        .resolve(event)
                        .resolve("published.docker.payload.json");
        return Files.isRegularFile(file)
                ? Optional.of((ObjectNode) JSON.readTree(file.toFile()))
                : Optional.empty();
    }

    HttpResponse<String> signed(String event, String delivery, byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return post(event, delivery, body, "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)));
    }

    HttpResponse<String> post(String event, String delivery, byte[] body, String signature)
            throws Exception {
        return http.send(
                HttpRequest.newBuilder(webhook)
                        .header("Content-Type", "application/json")
                        .header("X-GitHub-Event", event)
                        .header("X-GitHub-Delivery", delivery)
                        .header("X-Hub-Signature-256", signature)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
