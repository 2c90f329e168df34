/**
 * ClickHouse for Flink SQL: a dialect of the JDBC connector, the connector {@code clickhouse} over
 * it, and a catalog that finds tables by itself.
 */
package io.evalstream.jobs.table.clickhouse;
