package io.evalstream.cli.sql;

/**
 * One statement of a script, without its semicolon.
 *
 * @param line where it begins in the script, from 1
 * @param column from 1
 */
public record SqlStatement(String text, int line, int column) {}
