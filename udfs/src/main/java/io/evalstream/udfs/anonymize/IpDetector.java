package io.evalstream.udfs.anonymize;

/**
 * Finds IPv4 addresses in dotted decimals and IPv6 addresses (RFC 4291) of the ranges that are
 * given out. Addresses that name no machine stay: loopback, 0.0.0.0 and netmasks; so do versions.
 */
final class IpDetector implements Detector {

    /** Eight groups of four, or six and an IPv4 address. */
    private static final int LONGEST_IPV6 = 45;

    private static final String[] VERSION_WORDS = {"version", "ver", "버전", "release"};

    @Override
    public void detect(FoldedText text, Findings findings) {
        for (int i = 0; i < text.length(); i++) {
            if (text.isDigit(i) && canStart4(text, i)) {
                int end = end4(text, i);
                if (end > 0
                        && canEnd4(text, end)
                        && namesMachine(text, i, end)
                        && !WordsBefore.say(text, i, VERSION_WORDS)) {
                    findings.add(i, end);
                }
            }
            if (isHex(text, i) || text.at(i) == ':') {
                int end = canStart6(text, i) ? end6(text, i) : 0;
                if (end > 0) {
                    findings.add(i, end);
                    i = end;
                }
            }
        }
    }

    private static boolean canStart4(FoldedText text, int i) {
        char before = text.at(i - 1);
        if (text.isWord(i - 1) || before == '_' || before == '.') {
            return false;
        }
        // A product with its version: Chrome/120.0.0.0.
        return before != '/' || !text.isLetter(i - 2);
    }

    private static boolean canEnd4(FoldedText text, int end) {
        return !text.isWord(end)
                && text.at(end) != '_'
                && !(text.at(end) == '.' && text.isDigit(end + 1));
    }

    /** The end of four numbers up to 255 with dots between, or 0. */
    private static int end4(FoldedText text, int from) {
        int position = from;
        for (int octet = 0; octet < 4; octet++) {
            if (octet > 0 && text.at(position++) != '.') {
                return 0;
            }
            int value = 0;
            int digits = 0;
            for (; digits < 4 && text.isDigit(position); digits++, position++) {
                value = value * 10 + text.at(position) - '0';
            }
            if (digits == 0 || digits > 3 || value > 255) {
                return 0;
            }
        }
        return position;
    }

    private static boolean namesMachine(FoldedText text, int from, int to) {
        String address = text.text(from, to);
        return !address.startsWith("0.")
                && !address.startsWith("127.")
                && !address.startsWith("255.255.");
    }

    private static boolean canStart6(FoldedText text, int i) {
        char before = text.at(i - 1);
        return !text.isWord(i - 1) && before != ':' && before != '.' && before != '_';
    }

    /** The end of an IPv6 address, or 0. */
    private static int end6(FoldedText text, int from) {
        int end = from;
        while (end - from <= LONGEST_IPV6
                && (isHex(text, end) || text.at(end) == ':' || text.at(end) == '.')) {
            end++;
        }
        while (end > from && (text.at(end - 1) == '.' || text.at(end - 1) == ':')) {
            end--;
        }
        boolean fits = end - from <= LONGEST_IPV6 && !text.isWord(end) && text.at(end) != '_';
        return fits && isAddress6(text, from, end) ? end : 0;
    }

    private static boolean isAddress6(FoldedText text, int from, int to) {
        int groups = 0;
        boolean shortened = false;
        int position = from;
        while (position < to) {
            if (text.at(position) == ':') {
                boolean isDouble = text.at(position + 1) == ':';
                if (isDouble && shortened || !isDouble && position == from) {
                    return false;
                }
                shortened |= isDouble;
                position += isDouble ? 2 : 1;
                continue;
            }
            int end = position;
            while (end < to && isHex(text, end)) {
                end++;
            }
            if (text.at(end) == '.' && end < to) {
                groups += 2;
                if (end4(text, position) != to) {
                    return false;
                }
                break;
            }
            if (end == position || end - position > 4) {
                return false;
            }
            groups++;
            position = end;
        }
        return (shortened ? groups <= 7 : groups == 8) && isGivenOut(text, from);
    }

    /** Global unicast, unique local, link-local, mapped IPv4 and NAT64. */
    private static boolean isGivenOut(FoldedText text, int from) {
        if (text.startsWith("::", from)) {
            return text.endsWith("::ffff:", from + 7);
        }
        if (text.startsWith("64:ff9b:", from)) {
            return true;
        }
        char first = Character.toLowerCase(text.at(from));
        char second = Character.toLowerCase(text.at(from + 1));
        boolean inRange =
                first == '2'
                        || first == '3'
                        || first == 'f' && (second == 'c' || second == 'd')
                        || first == 'f' && second == 'e' && "89ab".indexOf(lower(text, from)) >= 0;
        return inRange && text.at(from + 4) == ':';
    }

    private static char lower(FoldedText text, int from) {
        return Character.toLowerCase(text.at(from + 2));
    }

    private static boolean isHex(FoldedText text, int position) {
        char c = (char) (text.at(position) | 0x20);
        return text.isDigit(position) || c >= 'a' && c <= 'f';
    }
}
