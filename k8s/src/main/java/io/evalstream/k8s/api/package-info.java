/**
 * The resource {@code EvalRun}, of which the CustomResourceDefinition is made: what a run of
 * evaluations is to do, and how far it is.
 */
package io.evalstream.k8s.api;
