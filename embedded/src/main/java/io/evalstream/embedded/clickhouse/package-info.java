/**
 * A ClickHouse for one machine: a given server, an installed one, or libchdb in a process of its
 * own behind ClickHouse's HTTP interface, which the official driver and client use unchanged.
 *
 * <p><b>Concurrency.</b> A libchdb connection runs one statement at a time; connections do not
 * disturb each other. Every request opens its own (0.3 ms), so statements run in parallel, reads go
 * on beside open inserts, and settings, current database and temporary tables end with the request,
 * or with the session if the client names one. At most 64 requests run at once; others wait.
 *
 * <p><b>Memory.</b> Rows of an insert pass through in pieces of 256 KiB. Results in RowBinary,
 * RowBinaryWithNamesAndTypes, TabSeparated and CSV are streamed. Results in other formats, in a
 * session, or with {@code wait_end_of_query=1}, are held whole by the engine, outside the heap,
 * until they are sent.
 *
 * <p><b>Where libchdb differs from a server.</b> One process per data directory; no users, grants,
 * passwords (any are accepted), clusters or replication; no native TCP protocol; no system log
 * tables such as {@code system.query_log}; query ids are echoed but unknown to the engine, so
 * {@code KILL QUERY} does not find them; {@code INSERT … SELECT … FROM input()} and multipart
 * bodies are not supported; what a request in a session sets stays for the session, which takes no
 * GET; compressed blocks hold at most 64 MiB; an error after the first megabyte of a result cuts
 * the connection, without a text. Table functions such as {@code file()} read whatever the user of
 * the process may read.
 */
package io.evalstream.embedded.clickhouse;
