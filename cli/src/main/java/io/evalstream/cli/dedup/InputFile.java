package io.evalstream.cli.dedup;

/**
 * A file by its content.
 *
 * @param path as it was named
 * @param bytes its length
 * @param sha256 64 hexadecimal digits
 */
public record InputFile(String path, long bytes, String sha256) {}
