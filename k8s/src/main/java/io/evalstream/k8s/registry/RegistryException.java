package io.evalstream.k8s.registry;

/** A registry that does not say what was asked; the message names image and reason in one line. */
public final class RegistryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isPassing;

    RegistryException(String message, boolean isPassing) {
        super(message);
        this.isPassing = isPassing;
    }

    RegistryException(String message, boolean isPassing, Throwable cause) {
        super(message, cause);
        this.isPassing = isPassing;
    }

    /** Whether asking again may help. */
    public boolean isPassing() {
        return isPassing;
    }
}
