/**
 * Takes what GitHub says about pushed packages, believes it only with a signature, and passes on
 * what may be a release. Nothing is asked of anybody else before GitHub has its answer.
 */
package io.evalstream.k8s.webhook;
