/** Kernels over pairs that are equal: connected components, what is kept of them, agreement. */
package io.evalstream.udfs.cluster;
