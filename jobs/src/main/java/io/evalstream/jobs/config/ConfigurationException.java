package io.evalstream.jobs.config;

import java.io.IOException;
import java.nio.file.Path;

/** A configuration file that cannot be used, with the place of the fault. */
public final class ConfigurationException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final String field;
    private final String fault;

    /**
     * @param line from 1, or 0 when the fault is not in a line
     * @param field name of the field, or empty
     * @param fault what is wrong, in one line
     */
    public ConfigurationException(Path file, int line, String field, String fault) {
        super(
                file
                        + (line > 0 ? ":" + line : "")
                        + ": "
                        + (field.isEmpty() ? "" : field + ": ")
                        + fault);
        this.file = file.toString();
        this.line = line;
        this.field = field;
        this.fault = fault;
    }

    public Path file() {
        return Path.of(file);
    }

    /** From 1; 0 when the fault is not in a line. */
    public int line() {
        return line;
    }

    /** Name of the field, or empty. */
    public String field() {
        return field;
    }

    /** What is wrong, in one line. */
    public String fault() {
        return fault;
    }
}
