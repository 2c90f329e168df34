package io.evalstream.k8s.api;

import io.fabric8.generator.annotation.Default;

/**
 * What must be equal for runs to be compared, and a run that each is compared with besides.
 *
 * @param comparability see {@link Comparability}
 * @param anchor id of a healthy run that is kept; none if nothing is said
 */
public record BaselineSpec(@Default("STRICT") Comparability comparability, String anchor) {

    /** What must be equal for runs to be compared. */
    public enum Comparability {
        /** Task version, data, prompt, generation settings, chat template, judge and engine. */
        STRICT,
        /** Task version and data. */
        DECLARED
    }
}
