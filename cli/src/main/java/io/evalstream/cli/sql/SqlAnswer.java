package io.evalstream.cli.sql;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.embedded.ServiceUnavailableException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The answer to one statement, as it comes. */
public final class SqlAnswer implements AutoCloseable {

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 200;

    private final SqlSession session;
    private final String operation;
    private long token;
    private long pause = FIRST_PAUSE_MILLIS;
    private boolean ended;
    private List<Column> columns = List.of();
    private boolean isQuery;
    private String jobId = "";
    private boolean isOnlyOk;

    /**
     * A column of the answer.
     *
     * @param type as SQL writes it, such as {@code DECIMAL(20, 0)}
     */
    public record Column(String name, String type) {

        /** Whether people expect it on the right. */
        public boolean isNumber() {
            return type.matches("(TINYINT|SMALLINT|INTEGER|BIGINT|FLOAT|DOUBLE|DECIMAL).*");
        }

        boolean isBytes() {
            return type.matches("(VAR)?BINARY.*");
        }
    }

    /**
     * A row, and what it does to those before it.
     *
     * @param change {@code +I}, {@code -U}, {@code +U} or {@code -D}
     * @param values one a column, null where there is none
     */
    public record Row(String change, List<JsonNode> values) {}

    SqlAnswer(SqlSession session, String operation) {
        this.session = session;
        this.operation = operation;
    }

    /** Known once there was a page. */
    public List<Column> columns() {
        return columns;
    }

    /** Whether rows are what was asked for, rather than told of what was done. */
    public boolean isQuery() {
        return isQuery;
    }

    /** Whether the answer says only that it was done. */
    public boolean isOnlyOk() {
        return isOnlyOk;
    }

    public Optional<String> jobId() {
        return jobId.isEmpty() ? Optional.empty() : Optional.of(jobId);
    }

    /**
     * The next rows; waits for them a moment, and may return none although more will come.
     *
     * @return empty when all rows have been returned
     * @throws BadSqlException when the statement is none, or fails
     */
    public Optional<List<Row>> next() throws BadSqlException, InterruptedException {
        if (ended) {
            return Optional.empty();
        }
        JsonNode page =
                session.send("GET", operation + "/result/" + token + "?rowFormat=JSON", null);
        switch (page.path("resultType").asText()) {
            case "NOT_READY" -> pause();
            case "EOS" -> ended = true;
            default -> {
                token++;
                List<Row> rows = read(page);
                if (rows.isEmpty()) {
                    pause();
                } else {
                    pause = FIRST_PAUSE_MILLIS;
                }
                return Optional.of(rows);
            }
        }
        return ended ? Optional.empty() : Optional.of(List.of());
    }

    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }

    private List<Row> read(JsonNode page) {
        JsonNode results = page.path("results");
        if (columns.isEmpty()) {
            List<Column> all = new ArrayList<>();
            for (JsonNode column : results.path("columns")) {
                all.add(
                        new Column(
                                column.path("name").asText(),
                                SqlTypeText.of(column.path("logicalType"))));
            }
            columns = List.copyOf(all);
            isQuery = page.path("isQueryResult").asBoolean();
            jobId = page.path("jobID").asText("");
            isOnlyOk = page.path("resultKind").asText().equals("SUCCESS");
        }
        List<Row> rows = new ArrayList<>();
        for (JsonNode row : results.path("data")) {
            List<JsonNode> values = new ArrayList<>();
            row.path("fields").forEach(values::add);
            rows.add(new Row(change(row.path("kind").asText()), values));
        }
        return rows;
    }

    private static String change(String kind) {
        return switch (kind) {
            case "UPDATE_BEFORE" -> "-U";
            case "UPDATE_AFTER" -> "+U";
            case "DELETE" -> "-D";
            default -> "+I";
        };
    }

    /** Ends the query, whether or not all its rows were fetched. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            // Cancels it as well: a live question counts as finished once its job has begun.
            session.send("DELETE", operation + "/close", null);
        } catch (BadSqlException | ServiceUnavailableException e) {
            // It has ended by itself meanwhile, or with its gateway.
            ended = true;
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
