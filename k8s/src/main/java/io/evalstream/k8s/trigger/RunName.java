package io.evalstream.k8s.trigger;

import java.util.Locale;

/** How runs are called: the same for the same release, whoever asks and however often. */
public final class RunName {

    /** Longest name; it is the value of a label, too. */
    public static final int LONGEST = 63;

    private static final int DIGEST_DIGITS = 8;
    private static final int HASH_DIGITS = 8;
    private static final int DIGEST_PREFIX = "sha256:".length();

    private RunName() {}

    /**
     * The name that people read: model, tag and the first digits of the digest, with a hash where
     * it had to be cut. Releases of equal models of two owners may share it.
     *
     * @param attempt from 1; later ones are numbered
     */
    public static String readable(Release release, int attempt) {
        return name(release, ending(release, attempt), false);
    }

    /** The name of a release whose readable one another release has. */
    public static String unmistakable(Release release, int attempt) {
        return name(release, ending(release, attempt), true);
    }

    private static String ending(Release release, int attempt) {
        String digits = release.digest().substring(DIGEST_PREFIX, DIGEST_PREFIX + DIGEST_DIGITS);
        return "-" + digits + (attempt == 1 ? "" : "-" + attempt);
    }

    private static String name(Release release, String ending, boolean withHash) {
        String start = plain(release.image().last() + "-" + release.tag());
        boolean isLong = start.length() + ending.length() > LONGEST;
        if (!isLong && !withHash) {
            return start + ending;
        }
        String hash = "-" + release.fingerprint().substring(0, HASH_DIGITS);
        int room = LONGEST - ending.length() - hash.length();
        return (isLong || start.length() > room ? trimmed(start, room) : start) + hash + ending;
    }

    private static String plain(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return plain.replaceAll("^-+|-+$", "");
    }

    private static String trimmed(String start, int room) {
        return start.substring(0, room).replaceAll("-+$", "");
    }
}
