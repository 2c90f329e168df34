-- What de-duplication has found: one row per item that has a duplicate before it, removed or only
-- reported. A run that is repeated under its id replaces its rows. Kept as long as results.
CREATE TABLE IF NOT EXISTS vllm_eval.dedup_removed
(
    run_id String,
    suite LowCardinality(String),
    item String CODEC(ZSTD(1)),
    row UInt64,
    kept_suite LowCardinality(String),
    kept_item String CODEC(ZSTD(1)),
    kept_row UInt64,
    kind LowCardinality(String),
    distance UInt32,
    length UInt32,
    nld Float64,
    cluster UInt64,
    action LowCardinality(String),
    why LowCardinality(String),
    ts DateTime64(3, 'UTC'),
    version UInt64,
    batch LowCardinality(String) DEFAULT ''
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(ts)
ORDER BY (run_id, suite, row)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE OR REPLACE VIEW vllm_eval.dedup_removed_latest AS
SELECT * FROM vllm_eval.dedup_removed FINAL;
