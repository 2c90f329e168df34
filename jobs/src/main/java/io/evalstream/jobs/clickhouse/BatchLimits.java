package io.evalstream.jobs.clickhouse;

/**
 * How large a batch may become before it is closed.
 *
 * @param rows at least 1
 * @param bytes of the encoded values; looked at now and then, so that a batch may be somewhat
 *     larger
 */
record BatchLimits(int rows, long bytes) {

    /**
     * Below 10 MiB a table keeps a block in a part of few files, which costs the engine half as
     * much as one file per column; below 50,000 rows blocks are sorted within its caches.
     */
    static final BatchLimits DEFAULT = new BatchLimits(50_000, 8 << 20);
}
