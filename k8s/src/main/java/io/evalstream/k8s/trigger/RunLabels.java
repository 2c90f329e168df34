package io.evalstream.k8s.trigger;

import java.util.Map;
import java.util.TreeMap;

/** What marks a run, so that it is found again. */
public final class RunLabels {

    /** Name of the run. */
    public static final String RUN = "evalstream.io/run";

    /** {@link Release#fingerprint()} of what the run is about. */
    public static final String RELEASE = "evalstream.io/release";

    /** Annotation: what told of the push. */
    public static final String SOURCE = "evalstream.io/triggered-by";

    private RunLabels() {}

    static Map<String, String> of(String run, Release release) {
        // Sorted, so that a run is printed alike each time.
        return new TreeMap<>(
                Map.of(
                        "app.kubernetes.io/name",
                        "evalstream",
                        "app.kubernetes.io/part-of",
                        "evalstream",
                        "app.kubernetes.io/managed-by",
                        "evalstream-controller",
                        "app.kubernetes.io/component",
                        "run",
                        RUN,
                        run,
                        RELEASE,
                        release.fingerprint()));
    }
}
