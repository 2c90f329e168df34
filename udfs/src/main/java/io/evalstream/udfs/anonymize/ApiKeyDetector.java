package io.evalstream.udfs.anonymize;

import java.util.List;

/**
 * Finds keys and tokens by the prefixes their issuers give them, JSON Web Tokens (RFC 7519),
 * private keys in PEM (RFC 7468), and strings that look random behind a word such as token or
 * secret.
 */
final class ApiKeyDetector implements Detector {

    /** A longer run is no key, and looking at it again and again would take quadratic time. */
    private static final int LONGEST = 4096;

    private static final int LONGEST_PEM = 16_384;
    private static final int SHORTEST_NAMED = 16;

    /** In bits per character; hexadecimal digits drawn at random have up to 4, words about 3. */
    private static final double LEAST_ENTROPY = 3.0;

    private static final String BEGIN = "-----BEGIN ";
    private static final String PRIVATE = "PRIVATE KEY-----";
    private static final String END = "-----END ";

    /**
     * How keys of an issuer begin.
     *
     * @param shortest how many characters follow at least
     */
    private record Prefix(String text, int shortest) {}

    private static final List<Prefix> PREFIXES =
            List.of(
                    new Prefix("sk-", 20),
                    new Prefix("sk_live_", 16),
                    new Prefix("sk_test_", 16),
                    new Prefix("rk_live_", 16),
                    new Prefix("AKIA", 16),
                    new Prefix("ASIA", 16),
                    new Prefix("ghp_", 30),
                    new Prefix("gho_", 30),
                    new Prefix("ghu_", 30),
                    new Prefix("ghs_", 30),
                    new Prefix("ghr_", 30),
                    new Prefix("github_pat_", 30),
                    new Prefix("glpat-", 20),
                    new Prefix("xoxa-", 20),
                    new Prefix("xoxb-", 20),
                    new Prefix("xoxp-", 20),
                    new Prefix("xoxr-", 20),
                    new Prefix("xoxs-", 20),
                    new Prefix("xapp-", 20),
                    new Prefix("AIza", 35),
                    new Prefix("ya29.", 20),
                    new Prefix("hf_", 30),
                    new Prefix("npm_", 36),
                    new Prefix("pypi-", 40),
                    new Prefix("SG.", 40),
                    new Prefix("nvapi-", 30),
                    new Prefix("gsk_", 30),
                    new Prefix("r8_", 30),
                    new Prefix("shpat_", 30),
                    new Prefix("dop_v1_", 40),
                    new Prefix("whsec_", 24));

    private static final String[] WORDS = {
        "key",
        "token",
        "secret",
        "password",
        "passwd",
        "pwd",
        "credential",
        "credentials",
        "bearer",
        "basic",
        "토큰",
        "비밀키",
        "인증키",
        "시크릿",
        "비밀번호",
        "키"
    };

    @Override
    public void detect(FoldedText text, Findings findings) {
        for (int i = 0; i < text.length(); i++) {
            if (text.at(i) == '-' && text.startsWith(BEGIN, i)) {
                int end = privateKeyEnd(text, i);
                if (end > 0) {
                    findings.add(i, end);
                    i = end - 1;
                    continue;
                }
            }
            if (!isToken(text, i) || isToken(text, i - 1)) {
                continue;
            }
            int end = i;
            while (isToken(text, end)) {
                end++;
            }
            inRun(text, i, end, findings);
            i = end - 1;
        }
    }

    private static boolean isToken(FoldedText text, int position) {
        return text.isWord(position) || "_-.+/".indexOf(text.at(position)) >= 0;
    }

    private static void inRun(FoldedText text, int from, int to, Findings findings) {
        int last = to;
        while (last > from && !text.isWord(last - 1) && text.at(last - 1) != '/') {
            last--;
        }
        int first = from;
        while (first < last && !text.isWord(first)) {
            first++;
        }
        if (last - first < SHORTEST_NAMED || last - first > LONGEST) {
            return;
        }
        // A prefix may stand behind a path: https://host/ghp_….
        for (int i = first; i < last; i++) {
            if (i == first || !text.isWord(i - 1) && text.at(i - 1) != '_') {
                int end = prefixedEnd(text, i, last);
                if (end > 0) {
                    findings.add(i, end);
                    return;
                }
            }
        }
        int padded = last;
        while (padded < last + 2 && text.at(padded) == '=') {
            padded++;
        }
        if (looksRandom(text, first, last) && WordsBefore.say(text, first, WORDS)) {
            findings.add(first, padded);
        }
    }

    private static int prefixedEnd(FoldedText text, int from, int to) {
        if (text.startsWith("eyJ", from)) {
            return isWebToken(text, from, to) ? to : 0;
        }
        for (Prefix prefix : PREFIXES) {
            if (text.startsWith(prefix.text(), from)) {
                int end = from + prefix.text().length();
                while (end < to && text.at(end) != '/' && text.at(end) != '+') {
                    end++;
                }
                boolean isLong = end - from - prefix.text().length() >= prefix.shortest();
                return isLong && hasDigitOrCases(text, from + prefix.text().length(), end)
                        ? end
                        : 0;
            }
        }
        return 0;
    }

    /** Three parts, each longer than an abbreviation. */
    private static boolean isWebToken(FoldedText text, int from, int to) {
        int dots = 0;
        int part = 0;
        for (int i = from; i < to; i++) {
            if (text.at(i) == '.') {
                if (part < 8) {
                    return false;
                }
                dots++;
                part = 0;
            } else {
                part++;
            }
        }
        return dots == 2 && part >= 8;
    }

    private static boolean hasDigitOrCases(FoldedText text, int from, int to) {
        boolean digit = false;
        boolean upper = false;
        boolean lower = false;
        for (int i = from; i < to; i++) {
            digit |= text.isDigit(i);
            upper |= text.isLetter(i) && Character.isUpperCase(text.at(i));
            lower |= text.isLetter(i) && Character.isLowerCase(text.at(i));
        }
        return digit || upper && lower;
    }

    private static boolean looksRandom(FoldedText text, int from, int to) {
        int[] counts = new int[128];
        int digits = 0;
        int letters = 0;
        for (int i = from; i < to; i++) {
            counts[text.at(i)]++;
            digits += text.isDigit(i) ? 1 : 0;
            letters += text.isLetter(i) ? 1 : 0;
        }
        return digits > 0 && letters > 0 && entropy(counts, to - from) >= LEAST_ENTROPY;
    }

    private static double entropy(int[] counts, int total) {
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / total;
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    /** The end of a private key that begins here, or 0; one that was cut ends with its letters. */
    private static int privateKeyEnd(FoldedText text, int from) {
        int head = from + BEGIN.length();
        while (head < from + 40 && !text.startsWith(PRIVATE, head) && isHead(text.at(head))) {
            head++;
        }
        if (!text.startsWith(PRIVATE, head)) {
            return 0;
        }
        int body = head + PRIVATE.length();
        int end = body;
        while (end - body < LONGEST_PEM && isBody(text, end)) {
            end++;
        }
        while (end > body && Character.isWhitespace(text.at(end - 1))) {
            end--;
        }
        int tail = end;
        while (Character.isWhitespace(text.at(tail))) {
            tail++;
        }
        if (text.startsWith(END, tail)) {
            int close = tail + END.length();
            while (close < tail + 60 && isHead(text.at(close))) {
                close++;
            }
            return text.startsWith("-----", close) ? close + 5 : close;
        }
        return end;
    }

    private static boolean isHead(char c) {
        return c >= 'A' && c <= 'Z' || c == ' ';
    }

    /** Base64 in lines, also where a newline is written as its escape. */
    private static boolean isBody(FoldedText text, int position) {
        return text.isWord(position)
                || "+/=\\:, ".indexOf(text.at(position)) >= 0
                || Character.isWhitespace(text.at(position));
    }
}
