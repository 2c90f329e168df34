package io.evalstream.contract;

/** A record that is not a valid event: why, and which field. */
public final class RejectedEventException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RejectReason reason;
    private final String field;

    /**
     * @param field the JSON name of the field at fault; empty when it is the record as a whole
     * @param message what is wrong and what would be right, in one line
     */
    public RejectedEventException(RejectReason reason, String field, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.field = field;
    }

    public RejectReason reason() {
        return reason;
    }

    public String field() {
        return field;
    }
}
