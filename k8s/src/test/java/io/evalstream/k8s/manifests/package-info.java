/** What the manifests must hold: schemas, references, and rules of a careful cluster. */
package io.evalstream.k8s.manifests;
