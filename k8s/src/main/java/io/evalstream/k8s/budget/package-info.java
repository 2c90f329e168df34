/** How much GPU time runs use, may use and have saved; knows no Kubernetes. */
package io.evalstream.k8s.budget;
