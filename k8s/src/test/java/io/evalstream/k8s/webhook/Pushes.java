package io.evalstream.k8s.webhook;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Deliveries as GitHub makes them. */
public final class Pushes {

    private Pushes() {}

    /** The body of an event, with the fields that are read, as GHCR fills them. */
    public static String body(
            String event, String action, String image, String tag, String digest) {
        int slash = image.indexOf('/');
        String[] owner = image.substring(slash + 1).split("/", 2);
        return String.format(
                "{\"action\":\"%s\",\"%s\":{\"name\":\"%s\",\"namespace\":\"%s\","
                        + "\"ecosystem\":\"CONTAINER\",\"package_type\":\"CONTAINER\","
                        + "\"package_version\":{\"version\":\"%s\",\"container_metadata\":"
                        + "{\"tag\":{\"name\":\"%s\",\"digest\":\"%s\"}},"
                        + "\"package_url\":\"%s:%s\"}}}",
                action,
                event,
                owner[1],
                owner[0],
                digest,
                tag,
                digest,
                // The registry of a test has a port; GitHub's has none.
                image,
                tag);
    }

    /** The header X-Hub-Signature-256. */
    public static String signature(String secret, byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }
}
