/**
 * Brings a run to its end: observe, decide, apply, write the status. All state is in Kubernetes and
 * in the topics, so a controller may die at any moment and another goes on.
 */
package io.evalstream.k8s.reconcile;
