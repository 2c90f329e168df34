package io.evalstream.bench.dedup;

import java.nio.file.Path;

/** One of our engines in one mode, as the race calls it. */
interface OwnEngine {

    /**
     * From the bytes of the file to the kept ids.
     *
     * @param labels for each document the number of its cluster
     */
    record Found(int[] labels, int kept) {}

    /**
     * @param cores threads or task slots
     */
    Found run(Path corpus, int cores) throws Exception;

    /**
     * @param engine {@code threads} or {@code flink}
     * @param mode {@code eval}, {@code recall} or {@code web}
     */
    static OwnEngine of(String engine, String mode) {
        throw new IllegalArgumentException("there is no engine " + engine + " for " + mode);
    }
}
