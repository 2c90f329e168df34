/** A small listener for HTTP that a slow or greedy client cannot take away from the others. */
package io.evalstream.k8s.http;
