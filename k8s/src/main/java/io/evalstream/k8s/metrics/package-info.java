/** What Prometheus is told: what happened here, and how the runs that there are stand. */
package io.evalstream.k8s.metrics;
