package io.evalstream.k8s.webhook;

import io.evalstream.k8s.files.UnusableFileException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secrets that signatures may be made with: more than one while they are exchanged. */
public final class WebhookSecrets {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final int SIGNATURE_DIGITS = 64;
    private static final int LARGEST_FILE = 64 << 10;

    private final List<SecretKeySpec> keys;

    private WebhookSecrets(List<SecretKeySpec> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads a file with a secret per line, or a folder with a secret per file, as Kubernetes mounts
     * them. What is not there, or empty, is no secret.
     */
    public static WebhookSecrets read(Path path) throws UnusableFileException {
        try {
            List<SecretKeySpec> keys = new ArrayList<>();
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    for (Path file : files.sorted().toList()) {
                        // Kubernetes keeps what it mounts in folders whose names begin so.
                        if (!file.getFileName().toString().startsWith(".")
                                && Files.isRegularFile(file)) {
                            add(keys, text(file));
                        }
                    }
                }
            } else if (Files.exists(path)) {
                text(path).lines().forEach(line -> add(keys, line));
            }
            return new WebhookSecrets(keys);
        } catch (IOException e) {
            throw new UnusableFileException(
                    path + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static String text(Path file) throws IOException, UnusableFileException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new UnusableFileException(file + ": is too large for a secret");
        }
        return Files.readString(file);
    }

    private static void add(List<SecretKeySpec> keys, String secret) {
        if (!secret.isBlank()) {
            byte[] bytes = secret.strip().getBytes(StandardCharsets.UTF_8);
            keys.add(new SecretKeySpec(bytes, ALGORITHM));
        }
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /**
     * Whether one of the secrets signed the body; takes as long for a wrong signature as for a
     * right one.
     *
     * @param header value of X-Hub-Signature-256: {@code sha256=} and the HMAC in hexadecimal,
     *     after https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
     */
    boolean haveSigned(byte[] body, String header) {
        byte[] signature;
        try {
            if (!header.startsWith(PREFIX)
                    || header.length() != PREFIX.length() + SIGNATURE_DIGITS) {
                return false;
            }
            signature = HexFormat.of().parseHex(header, PREFIX.length(), header.length());
        } catch (IllegalArgumentException e) {
            return false;
        }
        boolean isSigned = false;
        for (SecretKeySpec key : keys) {
            isSigned |= MessageDigest.isEqual(hmac(key, body), signature);
        }
        return isSigned;
    }

    /**
     * The header that a sender of the body adds, made with the first secret.
     *
     * @throws IllegalStateException when there is none
     */
    public String signature(byte[] body) {
        if (keys.isEmpty()) {
            throw new IllegalStateException("there is no secret to sign with");
        }
        return PREFIX + HexFormat.of().formatHex(hmac(keys.get(0), body));
    }

    private static byte[] hmac(SecretKeySpec key, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Nothing of what it holds. */
    @Override
    public String toString() {
        return keys.size() + " secrets";
    }
}
