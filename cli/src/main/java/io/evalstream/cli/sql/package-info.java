/** Asking Flink SQL questions through its gateway, and showing the answers. */
package io.evalstream.cli.sql;
