package io.evalstream.cli.sql;

import java.io.PrintWriter;
import java.util.List;

/** Prints the rows of one answer, as they come. */
public interface AnswerFormat {

    /** What {@code --format} takes. */
    enum Kind {
        TABLE,
        CSV,
        JSON
    }

    /**
     * Begins to print one answer.
     *
     * @param columns of every row
     * @param changes whether rows may be taken back, so that what each does is printed as well
     */
    static AnswerFormat of(
            Kind kind, PrintWriter out, List<SqlAnswer.Column> columns, boolean changes) {
        return switch (kind) {
            case TABLE -> new TableFormat(out, columns, changes);
            case CSV -> new CsvFormat(out, columns, changes);
            case JSON -> new JsonFormat(out, columns, changes);
        };
    }

    void rows(List<SqlAnswer.Row> rows);

    /** After the last row. */
    void end();
}
