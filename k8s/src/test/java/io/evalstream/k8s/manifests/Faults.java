package io.evalstream.k8s.manifests;

import java.util.List;

/**
 * Notes what is wrong with one manifest.
 *
 * @param manifest which one
 * @param lines where it is noted
 */
record Faults(Manifest manifest, List<String> lines) {

    void unless(boolean holds, String fault) {
        if (!holds) {
            lines.add(manifest + ": " + fault);
        }
    }
}
