package io.evalstream.cli.sql;

/** A statement that cannot be executed as it is written, or fails on its data. */
public final class BadSqlException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * @param line within the statement, from 1; 0 when it is not known
     * @param column from 1; 0 when it is not known
     */
    public BadSqlException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /**
     * The same fault, told where it stands; at the beginning of the statement when that is all that
     * is known.
     *
     * @param source file, or empty
     */
    public BadSqlException in(String source, SqlStatement statement) {
        int absoluteLine = line == 0 ? statement.line() : statement.line() + line - 1;
        int absoluteColumn =
                switch (line) {
                    case 0 -> statement.column();
                    case 1 -> statement.column() + column - 1;
                    default -> column;
                };
        String where =
                source.isEmpty()
                        ? "line " + absoluteLine + ", column " + absoluteColumn + ": "
                        : source + ":" + absoluteLine + ":" + absoluteColumn + ": ";
        return new BadSqlException(where + getMessage(), 0, 0);
    }
}
