/** The ClickHouse schema: numbered migrations and the runner that applies them. */
package io.evalstream.sql;
