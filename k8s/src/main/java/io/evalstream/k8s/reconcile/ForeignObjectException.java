package io.evalstream.k8s.reconcile;

/** An object that is needed exists and belongs to somebody else, or is just being deleted. */
public final class ForeignObjectException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ForeignObjectException(String message) {
        super(message);
    }
}
