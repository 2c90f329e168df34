package io.evalstream.jobs.snapshot;

/**
 * A version of a dataset that is ready to be kept.
 *
 * @param folder {@code name/yyyy-mm-dd}
 * @param data the items, JSON Lines, compressed
 * @param manifest what is in them, JSON; equal manifests belong to equal data
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on once and never compared.
public record SnapshotVersion(String folder, byte[] data, byte[] manifest) {}
