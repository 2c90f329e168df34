package io.evalstream.jobs.audit;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where the objects of the log are in their bucket. */
public final class AuditKeys {

    /** Bytes of a run id as a file system takes them in one name, with what is before it. */
    private static final int MAX_NAME = 160;

    /** What every object of the log begins with. */
    public static final String DAYS = "dt=";

    /** What is written and not committed yet. */
    static final String STAGING = "staging/";

    static final String PART_END = ".jsonl.zst";
    private static final String FORK = "-fork-";
    static final String HEAD = "head-";
    static final String HEAD_END = ".json";

    private AuditKeys() {}

    /** {@code dt=YYYY-MM-DD/run=<run>/}. */
    public static String folder(String day, String runId) {
        return DAYS + day + "/run=" + encoded(runId) + "/";
    }

    static String part(String day, String runId, String chain, int number) {
        return folder(day, runId) + partName(chain, number);
    }

    static String partName(String chain, int number) {
        return String.format(Locale.ROOT, "part-%s-%06d%s", chain, number, PART_END);
    }

    /** Beside a part of the same name that has other bytes. */
    static String fork(String part, String sha256) {
        String stem = part.substring(0, part.length() - PART_END.length());
        return stem + FORK + sha256.substring(0, 16) + PART_END;
    }

    static boolean isFork(String key) {
        return key.contains(FORK) && key.endsWith(PART_END);
    }

    static String head(String day, String runId, String chain) {
        return folder(day, runId) + HEAD + chain + HEAD_END;
    }

    /** By content: what is staged again after a fault replaces itself. */
    static String staged(String sha256) {
        return STAGING + sha256 + PART_END;
    }

    /**
     * A run id as part of a key: letters, digits, {@code -}, {@code _} and {@code .} (not as the
     * first) stay, every other byte of its UTF-8 is {@code ~} and two hexadecimal digits. A long
     * one is cut and ends with {@code ~~} and the beginning of its SHA-256.
     */
    public static String encoded(String runId) {
        StringBuilder out = new StringBuilder();
        byte[] utf8 = runId.getBytes(StandardCharsets.UTF_8);
        for (byte b : utf8) {
            char c = (char) (b & 0xff);
            boolean isPlain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_'
                            || (c == '.' && out.length() > 0);
            if (isPlain) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "~%02x", (int) c));
            }
        }
        if (out.length() <= MAX_NAME) {
            return out.toString();
        }
        return out.substring(0, MAX_NAME - 34) + "~~" + Chain.sha256(utf8).substring(0, 32);
    }
}
