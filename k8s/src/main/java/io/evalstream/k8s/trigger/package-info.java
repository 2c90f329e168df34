/** Turns what is said about a push, by whomever, into exactly one run per image, tag and digest. */
package io.evalstream.k8s.trigger;
