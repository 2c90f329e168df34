package io.evalstream.sql;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.command.CommandResponse;
import com.clickhouse.client.api.query.GenericRecord;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Sends statements over a client and says in one line what ClickHouse made of them. */
final class Statements {

    private static final int TABLE_ALREADY_EXISTS = 57;
    private static final int UNKNOWN_TABLE = 60;
    private static final int LONGEST_FAULT = 300;

    private final Client client;

    Statements(Client client) {
        this.client = client;
    }

    /**
     * @param purpose what is being done, for the message of a fault
     * @throws DatabaseException when ClickHouse refuses or does not answer
     */
    void execute(String purpose, String statement) {
        execute(purpose, statement, Map.of());
    }

    void execute(String purpose, String statement, Map<String, Object> parameters) {
        try (CommandResponse response = client.execute(statement, parameters).get()) {
            response.getMetrics();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(purpose + ": interrupted", e);
        } catch (ExecutionException e) {
            throw fault(purpose, e.getCause());
        } catch (Exception e) {
            throw fault(purpose, e);
        }
    }

    List<GenericRecord> rows(String purpose, String query) {
        return rows(purpose, query, Map.of());
    }

    List<GenericRecord> rows(String purpose, String query, Map<String, Object> parameters) {
        try {
            return client.queryAll(query, parameters);
        } catch (RuntimeException e) {
            throw fault(purpose, e);
        }
    }

    /**
     * @return false when a table of this name is there already, or none of it is there any more
     */
    boolean attempt(String purpose, String statement) {
        try {
            execute(purpose, statement);
            return true;
        } catch (DatabaseException e) {
            int code = code(e);
            if (code == TABLE_ALREADY_EXISTS || code == UNKNOWN_TABLE) {
                return false;
            }
            throw e;
        }
    }

    private static DatabaseException fault(String purpose, Throwable cause) {
        return new DatabaseException("ClickHouse: " + purpose + ": " + oneLine(cause), cause);
    }

    private static int code(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException refusal) {
                return refusal.getCode();
            }
        }
        return 0;
    }

    /** What the server said, without what the client and the C++ stack add to it. */
    private static String oneLine(Throwable fault) {
        Throwable cause = fault;
        while (!(cause instanceof ServerException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
        return text.length() <= LONGEST_FAULT ? text : text.substring(0, LONGEST_FAULT) + "…";
    }
}
