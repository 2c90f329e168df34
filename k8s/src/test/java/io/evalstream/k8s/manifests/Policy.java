package io.evalstream.k8s.manifests;

import java.util.List;

/** A rule that all manifests of a cluster together must keep. */
@FunctionalInterface
interface Policy {

    /** What breaks the rule, one line each. */
    List<String> violations(List<Manifest> manifests);
}
