package io.evalstream.udfs.anonymize;

/**
 * Personal data in a text.
 *
 * @param from index of its first char in the text as it came
 * @param to index behind its last char
 */
public record Finding(DataKind kind, int from, int to) {}
