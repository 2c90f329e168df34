/** What a run consists of, worked out from its specification alone; knows no Kubernetes. */
package io.evalstream.k8s.plan;
