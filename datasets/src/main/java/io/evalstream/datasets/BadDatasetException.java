package io.evalstream.datasets;

import java.io.IOException;
import java.nio.file.Path;

/** A dataset that cannot be used: where the fault is, what it is, and what to do about it. */
public final class BadDatasetException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long line;
    private final String field;
    private final String problem;
    private final String remedy;

    /**
     * @param line the line at fault, from 1, the row of a Parquet file; 0 when it is the whole file
     * @param field the field at fault; empty when there is none
     * @param problem what is wrong, in one clause
     * @param remedy what to do, in one clause
     */
    public BadDatasetException(Path file, long line, String field, String problem, String remedy) {
        super(message(file, line, field, problem, remedy));
        this.file = file.toString();
        this.line = line;
        this.field = field;
        this.problem = problem;
        this.remedy = remedy;
    }

    private static String message(
            Path file, long line, String field, String problem, String remedy) {
        String place = line > 0 ? file + ":" + line : file.toString();
        String named = field.isEmpty() ? problem : field + ": " + problem;
        // One line on a terminal, whatever a broken file has put into the problem.
        return (place + ": " + named + "; " + remedy).replaceAll("\\p{Cntrl}+", " ");
    }

    /** The file or folder at fault, as the user named it. */
    public String file() {
        return file;
    }

    /** The line at fault, from 1; 0 when it is the file as a whole. */
    public long line() {
        return line;
    }

    /** The field at fault; empty when there is none. */
    public String field() {
        return field;
    }

    /** What is wrong, in one clause. */
    public String problem() {
        return problem;
    }

    /** What to do, in one clause. */
    public String remedy() {
        return remedy;
    }
}
