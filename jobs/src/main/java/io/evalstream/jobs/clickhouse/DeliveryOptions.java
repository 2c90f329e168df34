package io.evalstream.jobs.clickhouse;

import java.io.Serializable;
import java.time.Duration;

/**
 * How the batches of a checkpoint are brought to ClickHouse.
 *
 * @param concurrency how many inserts of one sink and subtask run at once, at least 1
 * @param horizon for how long after the first attempt ClickHouse certainly remembers a token
 */
public record DeliveryOptions(int concurrency, Duration horizon) implements Serializable {}
