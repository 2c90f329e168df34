/**
 * Asks a registry of images what a tag means, after the <a
 * href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">distribution
 * specification of the OCI</a>.
 */
package io.evalstream.k8s.registry;
