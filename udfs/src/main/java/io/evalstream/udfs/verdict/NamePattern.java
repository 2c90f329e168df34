package io.evalstream.udfs.verdict;

import java.io.Serializable;

/**
 * A name in which {@code *} stands for any characters.
 *
 * @param text the pattern, not empty
 */
public record NamePattern(String text) implements Serializable {

    /** Matches every name. */
    public static final NamePattern ANY = new NamePattern("*");

    public NamePattern {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a pattern must not be empty");
        }
    }

    /** Whether the whole of a name fits; case counts. */
    public boolean matches(String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int retry = 0;
        while (n < name.length()) {
            // A star comes first: it stands for a star in the name as well.
            if (p < text.length() && text.charAt(p) == '*') {
                star = p++;
                retry = n;
            } else if (p < text.length() && text.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                // Only the latest star has to take more: whatever an earlier one took is enough.
                p = star + 1;
                n = ++retry;
            } else {
                return false;
            }
        }
        while (p < text.length() && text.charAt(p) == '*') {
            p++;
        }
        return p == text.length();
    }
}
