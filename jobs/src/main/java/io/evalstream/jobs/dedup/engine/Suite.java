package io.evalstream.jobs.dedup.engine;

import java.io.Serializable;
import java.util.List;

/**
 * A dataset under its name.
 *
 * @param files where its items are, in their order: local paths or {@code s3://bucket/key}
 * @param priority items of a lower number are kept rather than those of a higher one
 * @param isProtected whether its items are only reported, never removed
 */
public record Suite(String name, List<String> files, int priority, boolean isProtected)
        implements Serializable {

    /** Priority of suites nobody gave one, the protected ones before the others. */
    public static int usualPriority(boolean isProtected) {
        return isProtected ? 0 : 1;
    }

    public Suite {
        files = List.copyOf(files);
    }
}
