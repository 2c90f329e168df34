package io.evalstream.k8s.reconcile;

/** How far something is that ends by itself. */
public enum Progress {
    ABSENT,
    GOING_ON,
    DONE,
    FAILED
}
