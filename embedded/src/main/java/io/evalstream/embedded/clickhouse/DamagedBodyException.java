package io.evalstream.embedded.clickhouse;

import java.io.IOException;

/** A request body that is not in the encoding it claims to be in. */
final class DamagedBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedBodyException(String message) {
        super(message);
    }
}
