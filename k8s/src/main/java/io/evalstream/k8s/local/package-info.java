/**
 * The world of runs on one machine: runs are files of a directory, their jobs are processes. What
 * is done for a run is decided by the same code as in a cluster.
 */
package io.evalstream.k8s.local;
