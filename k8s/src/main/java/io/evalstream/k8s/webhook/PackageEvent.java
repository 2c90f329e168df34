package io.evalstream.k8s.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.evalstream.k8s.registry.ImageName;
import io.evalstream.k8s.trigger.Release;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the events {@code package} and {@code registry_package} say, which differ in the name of the
 * member that holds it: https://docs.github.com/webhooks/webhook-events-and-payloads.
 *
 * @param action published, updated or another
 * @param isContainer whether it is about an image
 * @param image empty when it is named in no way that is known
 * @param tag empty for a manifest without one, such as that of one platform of several
 * @param digest of the manifest; empty when it is not said
 */
record PackageEvent(
        String action, boolean isContainer, Optional<ImageName> image, String tag, String digest) {

    private static final int DEEPEST = 64;
    private static final Set<String> CONTAINERS = Set.of("container", "docker");
    private static final String HOST = "ghcr.io";

    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /**
     * @param event name of the event, which is that of the member
     * @return empty when it is no JSON, or not about a package
     */
    static Optional<PackageEvent> parse(String event, byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (IOException e) {
            return Optional.empty();
        }
        JsonNode subject = root.path(event);
        if (!root.path("action").isTextual() || !subject.isObject()) {
            return Optional.empty();
        }
        JsonNode version = subject.path("package_version");
        JsonNode named = version.path("container_metadata").path("tag");
        String address = version.path("package_url").asText("");
        String tag = named.path("name").asText("");
        return Optional.of(
                new PackageEvent(
                        root.get("action").asText(),
                        isContainer(subject),
                        image(subject, address),
                        tag.isEmpty() ? tagOf(address) : tag,
                        digest(version, named)));
    }

    /** One of the two says so, in capitals or not; the other may name anything. */
    private static boolean isContainer(JsonNode subject) {
        return CONTAINERS.contains(subject.path("package_type").asText().toLowerCase(Locale.ROOT))
                || CONTAINERS.contains(subject.path("ecosystem").asText().toLowerCase(Locale.ROOT));
    }

    private static Optional<ImageName> image(JsonNode subject, String address) {
        int slash = address.indexOf('/');
        int colon = address.indexOf(':', Math.max(slash, 0));
        Optional<ImageName> byAddress =
                ImageName.parse(colon < 0 ? address : address.substring(0, colon));
        if (byAddress.isPresent()) {
            return byAddress;
        }
        String space = subject.path("namespace").asText("");
        String name = subject.path("name").asText("");
        return ImageName.parse(HOST + "/" + (space.indexOf('/') > 0 ? space : space + "/" + name));
    }

    private static String tagOf(String address) {
        int colon = address.indexOf(':', Math.max(address.indexOf('/'), 0));
        return colon < 0 ? "" : address.substring(colon + 1);
    }

    private static String digest(JsonNode version, JsonNode named) {
        for (String said :
                new String[] {
                    version.path("version").asText(""),
                    named.path("digest").asText(""),
                    version.path("name").asText("")
                }) {
            if (Release.DIGEST.matcher(said).matches()) {
                return said;
            }
        }
        return "";
    }
}
