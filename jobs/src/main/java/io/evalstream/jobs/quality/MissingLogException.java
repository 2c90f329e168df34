package io.evalstream.jobs.quality;

import java.io.IOException;

/** Says that the audit log lacks a run. */
public final class MissingLogException extends IOException {
    private static final long serialVersionUID = 1L;

    MissingLogException(String message) {
        super(message);
    }
}
