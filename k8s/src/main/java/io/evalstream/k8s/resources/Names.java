package io.evalstream.k8s.resources;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of the objects of a run: always the same for the same run. */
public final class Names {

    /** A Job's pods are named after it and their index, and that is a host name. */
    private static final int MOST = 52;

    private static final int HASH = 8;

    private Names() {}

    public static String server(String run) {
        return of(run, "server");
    }

    public static String warmUp(String run) {
        return of(run, "warm-up");
    }

    public static String dataset(String run) {
        return of(run, "dataset");
    }

    public static String report(String run) {
        return of(run, "report");
    }

    /** Name of the Job of a group of shards, and of the ConfigMap with its plan. */
    public static String group(String run, String stage, String key) {
        return of(run, stage + "-" + key);
    }

    private static String of(String run, String what) {
        String name = run.replace('.', '-') + "-" + what;
        if (name.length() <= MOST && !run.contains(".")) {
            return name;
        }
        String hash = sha256(run + "/" + what).substring(0, HASH);
        String start = name.substring(0, Math.min(name.length(), MOST - HASH - 1));
        // A Service's name begins with a letter, and no part of a name ends with a hyphen.
        return start.replaceAll("-+$", "") + "-" + hash;
    }

    /** SHA-256 of a text in UTF-8, in hex. */
    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
