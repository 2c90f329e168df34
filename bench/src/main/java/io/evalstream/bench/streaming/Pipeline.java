package io.evalstream.bench.streaming;

import java.net.URI;
import java.nio.file.Path;

/** A running contender; closing it ends it as it is. */
interface Pipeline extends AutoCloseable {

    /** How many threads read, in every contender. */
    int PARALLELISM = 2;

    /**
     * Where a contender finds what it needs.
     *
     * @param bootstrap Kafka broker
     * @param clickhouse HTTP endpoint of an engine with our tables
     * @param directory for its own state
     * @param group consumer group, which nobody has used before
     * @param teams where cards go; empty: nowhere
     */
    record Setting(String bootstrap, URI clickhouse, Path directory, String group, String teams) {}

    /** Starts one, and returns when it reads. */
    @FunctionalInterface
    interface Starter {
        Pipeline start(Setting setting) throws Exception;
    }

    /**
     * Does nothing while it works.
     *
     * @throws IllegalStateException when it has failed
     */
    void requireHealthy();
}
