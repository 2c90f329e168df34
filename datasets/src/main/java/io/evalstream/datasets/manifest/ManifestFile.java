package io.evalstream.datasets.manifest;

/**
 * One file of a suite.
 *
 * @param path below the data folder, with slashes
 * @param size in bytes
 * @param sha256 of its bytes, in lower case hexadecimal
 * @param source where it can be copied from again; empty where it is made here
 */
public record ManifestFile(String path, long size, String sha256, String source) {}
