/** The Kubernetes objects of a run, as functions of its specification and the options. */
package io.evalstream.k8s.resources;
