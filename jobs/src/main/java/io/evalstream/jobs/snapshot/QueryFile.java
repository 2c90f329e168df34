package io.evalstream.jobs.snapshot;

/**
 * A file of queries, JSON Lines.
 *
 * @param number its place among the files, from 0
 */
public record QueryFile(int number, String path) {}
