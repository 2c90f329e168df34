package io.evalstream.jobs.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How far the log of a run has come.
 *
 * @param id hexadecimal digits that no other chain has
 * @param day day on which it began, {@code YYYY-MM-DD} in UTC
 * @param parts number of parts so far
 * @param lines number of lines so far, the first lines of parts not counted
 * @param head SHA-256 of the last part; {@link #NO_PART} before the first
 * @param isClosed whether the verdict on the run has come
 * @param openSinceMillis when the first line came that is in no part yet, or -1
 * @param forgetAtMillis when it is forgotten if nothing more comes; -1 while something waits
 */
public record Chain(
        String id,
        String day,
        int parts,
        long lines,
        String head,
        boolean isClosed,
        long openSinceMillis,
        long forgetAtMillis) {

    /** What the first part names as the one before it. */
    public static final String NO_PART = "0".repeat(64);

    static Chain begun(String id, String day) {
        return new Chain(id, day, 0, 0, NO_PART, false, -1, -1);
    }

    Chain open(long sinceMillis) {
        return new Chain(id, day, parts, lines, head, isClosed, sinceMillis, -1);
    }

    Chain closed() {
        return new Chain(id, day, parts, lines, head, true, openSinceMillis, forgetAtMillis);
    }

    Chain with(AuditPart part, long forgetAt) {
        return new Chain(id, day, parts + 1, part.lines(), part.sha256(), isClosed, -1, forgetAt);
    }

    static String sha256(byte[] bytes, int from, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String sha256(byte[] bytes) {
        return sha256(bytes, 0, bytes.length);
    }
}
