package io.evalstream.jobs.clickhouse;

import java.util.List;

/**
 * Rows that are inserted in one statement.
 *
 * @param rows how many rows {@code rowBinary} holds
 */
public record InsertBatch(String table, List<String> columns, byte[] rowBinary, int rows) {}
