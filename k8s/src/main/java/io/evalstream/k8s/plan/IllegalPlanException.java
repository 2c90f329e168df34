package io.evalstream.k8s.plan;

/** Says in one line which field of a specification makes no plan, and what to do. */
public final class IllegalPlanException extends Exception {

    private static final long serialVersionUID = 1L;

    public IllegalPlanException(String message) {
        super(message);
    }
}
