package io.evalstream.jobs.audit;

import java.io.IOException;

/** Says which object of a log is not what was written. */
public final class DamagedLogException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedLogException(LogFault fault, Throwable cause) {
        super(fault.toString(), cause);
    }
}
