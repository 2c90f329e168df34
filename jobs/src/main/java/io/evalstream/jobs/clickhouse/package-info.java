/**
 * The sink that writes rows to ClickHouse, each exactly once, and the one class that knows its
 * tables.
 *
 * <p>The way of a row: {@code BatchWriter} encodes it into a block per month ({@code Column},
 * {@code BlockBuilder}); a checkpoint closes the blocks and keeps them ({@code InsertBatch}); when
 * it is complete, {@code BatchCommitter} has them inserted ({@code BatchDelivery}); rows that are
 * refused are found and set aside ({@code RefusedRows}). {@code ServerError} sorts what can go
 * wrong.
 */
package io.evalstream.jobs.clickhouse;
