package io.evalstream.udfs.anonymize;

import java.util.Locale;
import java.util.Set;

/**
 * Finds e-mail addresses with an ASCII name and a host that has a dot (RFC 5321, sizes of 4.5.3).
 */
final class EmailDetector implements Detector {

    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_DOMAIN = 255;

    /** Endings of files, as in icon@2x.png; none of them is a top-level domain in use for mail. */
    private static final Set<String> FILE_ENDINGS =
            Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "js", "css", "json", "html", "txt");

    @Override
    public void detect(FoldedText text, Findings findings) {
        for (int at = 0; at < text.length(); at++) {
            if (text.at(at) != '@') {
                continue;
            }
            int from = localStart(text, at);
            int to = domainEnd(text, at + 1);
            if (from < at && to > 0 && !isRepository(text, from, at, to)) {
                findings.add(from, to);
            }
        }
    }

    private static int localStart(FoldedText text, int at) {
        int from = at;
        while (at - from < LONGEST_LOCAL_PART && isLocal(text, from - 1)) {
            from--;
        }
        while (from < at && !text.isWord(from) && text.at(from) != '_') {
            from++;
        }
        return from;
    }

    private static boolean isLocal(FoldedText text, int position) {
        return text.isWord(position) || "._%+-'".indexOf(text.at(position)) >= 0;
    }

    /** The end of the domain, or 0 when there is none. */
    private static int domainEnd(FoldedText text, int from) {
        int end = from;
        int lastDot = 0;
        while (end - from < LONGEST_DOMAIN
                && (text.isWord(end)
                        || text.at(end) == '-' && end > from && text.at(end - 1) != '.'
                        || text.at(end) == '.' && text.isWord(end - 1) && text.isWord(end + 1))) {
            lastDot = text.at(end) == '.' ? end : lastDot;
            end++;
        }
        while (end > from && text.at(end - 1) == '-') {
            end--;
        }
        if (lastDot == 0 || end - lastDot < 3) {
            return 0;
        }
        for (int i = lastDot + 1; i < end; i++) {
            if (!text.isLetter(i)) {
                return 0;
            }
        }
        String ending = text.text(lastDot + 1, end).toLowerCase(Locale.ROOT);
        return FILE_ENDINGS.contains(ending) ? 0 : end;
    }

    /** As in git@host:owner/name. */
    private static boolean isRepository(FoldedText text, int from, int at, int to) {
        return at - from == 3 && text.startsWith("git@", from) && text.at(to) == ':';
    }
}
