package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.k8s.files.UnusableFileException;
import io.evalstream.k8s.registry.ImageName;
import io.evalstream.k8s.trigger.Release;
import io.evalstream.k8s.webhook.WebhookSecrets;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Sends a webhook the signed delivery that GitHub would send for a push. */
@Command(
        name = "deliver",
        mixinStandardHelpOptions = true,
        description = {
            "Sends a webhook the signed delivery that GitHub sends when an image is pushed: to try"
                    + " one out, or to make up for one that was lost.",
            "Without --url, to the stack that 'evalstream up' runs on this machine."
        })
final class ControllerDeliverCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(
            names = "--image",
            defaultValue = "ghcr.io/acme/minilm",
            description = "The image without its tag. Default: ${DEFAULT-VALUE}.")
    private String image;

    @Option(names = "--tag", required = true, description = "The tag, such as release-2026.01.")
    private String tag;

    @Option(
            names = "--digest",
            description = "What the tag means, sha256:…. Default: one made of image and tag.")
    private String digest;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Of the webhook. Default: that of the stack on --data.")
    private URI url;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description =
                    "Its first line signs the delivery. Default: that of the stack on --data.")
    private Path secretFile;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".evalstream",
            description = "Data directory of the stack. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Override
    public Integer call() throws Exception {
        ImageName name =
                ImageName.parse(image)
                        .orElseThrow(
                                () ->
                                        new UsageException(
                                                "--image: '"
                                                        + image
                                                        + "' is not like ghcr.io/owner/name"));
        if (!Release.TAG.matcher(tag).matches()) {
            throw new UsageException("--tag: '" + tag + "' is no tag");
        }
        String pushed = digest == null ? made(name + ":" + tag) : digest;
        if (!Release.DIGEST.matcher(pushed).matches()) {
            throw new UsageException(
                    "--digest: '" + digest + "' is not sha256: and 64 hexadecimal digits");
        }
        byte[] body = body(name.toString(), pushed);
        HttpResponse<String> answer = send(address(), body, secrets().signature(body));
        Console console = Console.standard();
        console.result(name + ":" + tag + " " + said(answer.body()));
        if (answer.statusCode() == 200 || answer.statusCode() == 202) {
            return ExitCode.PASS;
        }
        throw new UsageException("the webhook answered " + answer.statusCode());
    }

    private URI address() {
        return url == null ? URI.create(ofStack(StackAddresses.WEBHOOK, "--url")) : url;
    }

    private WebhookSecrets secrets() throws UnusableFileException {
        Path file =
                secretFile == null
                        ? Path.of(ofStack(StackAddresses.SECRETS, "--secret-file"))
                        : secretFile;
        WebhookSecrets secrets = WebhookSecrets.read(file);
        if (secrets.isEmpty()) {
            throw new UsageException("--secret-file: " + file + " has no secret");
        }
        return secrets;
    }

    private String ofStack(String what, String option) {
        return StackAddresses.of(data, what)
                .orElseThrow(
                        () ->
                                new ServiceUnavailableException(
                                        "no stack is running on "
                                                + data
                                                + "; start one with ./evalstream up, or name "
                                                + option));
    }

    private static HttpResponse<String> send(URI address, byte[] body, String signature)
            throws InterruptedException {
        HttpRequest request;
        try {
            request =
                    HttpRequest.newBuilder(address)
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/json")
                            .header("X-GitHub-Event", "package")
                            .header("X-GitHub-Delivery", UUID.randomUUID().toString())
                            .header("X-Hub-Signature-256", signature)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--url: " + e.getMessage());
        }
        try {
            return HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ServiceUnavailableException(
                    "no webhook answers at " + address + "; check --url", e);
        }
    }

    /** With the fields of the events package and registry_package that are read. */
    private byte[] body(String name, String pushed) throws IOException {
        int slash = name.indexOf('/');
        String path = name.substring(slash + 1);
        int last = path.lastIndexOf('/');
        ObjectNode root = JSON.createObjectNode();
        root.put("action", "published");
        ObjectNode item = root.putObject("package");
        item.put("name", path.substring(last + 1));
        item.put("namespace", last < 0 ? "" : path.substring(0, last));
        item.put("ecosystem", "CONTAINER");
        item.put("package_type", "CONTAINER");
        ObjectNode version = item.putObject("package_version");
        version.put("version", pushed);
        version.put("package_url", name + ":" + tag);
        version.putObject("container_metadata")
                .putObject("tag")
                .put("name", tag)
                .put("digest", pushed);
        return JSON.writeValueAsBytes(root);
    }

    private static String made(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String said(String answer) {
        try {
            JsonNode root = JSON.readTree(answer);
            return root.path("status").asText() + ", " + root.path("message").asText();
        } catch (IOException e) {
            return answer;
        }
    }
}
