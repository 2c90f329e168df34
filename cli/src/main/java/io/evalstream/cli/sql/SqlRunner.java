package io.evalstream.cli.sql;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Executes statements one after the other and prints their answers. */
public final class SqlRunner {

    private final SqlSession session;
    private final AnswerFormat.Kind format;
    private final PrintWriter out;
    private final PrintWriter notes;

    /** What is being answered, for who wants to end it. */
    private volatile Thread working;

    /**
     * @param out where rows go
     * @param notes where it is told how many there were
     */
    public SqlRunner(
            SqlSession session, AnswerFormat.Kind format, PrintWriter out, PrintWriter notes) {
        this.session = session;
        this.format = format;
        this.out = out;
        this.notes = notes;
    }

    /**
     * Executes a statement and prints its answer to the end.
     *
     * @throws InterruptedException when it was ended before; nothing of it runs on then
     */
    public void run(SqlStatement statement) throws BadSqlException, InterruptedException {
        long begin = System.nanoTime();
        working = Thread.currentThread();
        try (SqlAnswer answer = session.execute(statement.text())) {
            AnswerFormat rows = null;
            long count = 0;
            for (Optional<List<SqlAnswer.Row>> page = answer.next();
                    page.isPresent();
                    page = answer.next()) {
                if (rows == null && !answer.columns().isEmpty() && !answer.isOnlyOk()) {
                    rows = AnswerFormat.of(format, out, answer.columns(), isLive(answer));
                }
                if (rows != null) {
                    rows.rows(page.get());
                    count += page.get().size();
                }
            }
            if (rows != null) {
                rows.end();
            }
            tell(answer, count, (System.nanoTime() - begin) / 1e9);
        } finally {
            working = null;
        }
    }

    private boolean isLive(SqlAnswer answer) throws BadSqlException, InterruptedException {
        return answer.isQuery()
                && session.option("execution.runtime-mode").equalsIgnoreCase("streaming");
    }

    private void tell(SqlAnswer answer, long count, double seconds) {
        if (answer.isQuery()) {
            notes.println(
                    String.format(
                            Locale.ROOT,
                            "%d %s, %.1f s",
                            count,
                            count == 1 ? "row" : "rows",
                            seconds));
        }
        notes.flush();
    }

    /** Ends what is being answered, if anything; callable from a handler of signals. */
    public boolean interrupt() {
        Thread thread = working;
        if (thread == null) {
            return false;
        }
        thread.interrupt();
        return true;
    }
}
