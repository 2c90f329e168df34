/** The sink that writes rows to ClickHouse, and the one class that knows its tables. */
package io.evalstream.jobs.clickhouse;
