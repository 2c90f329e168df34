package io.evalstream.k8s.trigger;

import io.evalstream.k8s.registry.ImageName;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What is evaluated once.
 *
 * @param tag as it was pushed
 * @param digest what the tag means, {@code sha256:} and 64 hexadecimal digits
 */
public record Release(ImageName image, String tag, String digest) {

    /** What a tag may look like. */
    public static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    /** What a digest looks like. */
    public static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private static final int FINGERPRINT_BYTES = 16;

    /** 32 hexadecimal digits that no other release has. */
    public String fingerprint() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return image + ":" + tag + "@" + digest;
    }
}
