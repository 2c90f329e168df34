-- Everything that was said of a run while it ran and at its end, and how its answers failed.

-- One row per conclusion about a series: early ones stay beside the final one.
CREATE TABLE IF NOT EXISTS vllm_eval.verdicts
(
    run_id String,
    model LowCardinality(String),
    model_tag LowCardinality(String),
    task LowCardinality(String),
    metric LowCardinality(String),
    filter LowCardinality(String),
    slice LowCardinality(String),
    verdict LowCardinality(String),
    state LowCardinality(String),
    notice LowCardinality(String),
    tier UInt8,
    n UInt64,
    missing UInt64,
    value Float64,
    baseline Nullable(Float64),
    relative_drop Nullable(Float64),
    log_e Float64,
    confirmed UInt8,
    decided_at_samples UInt64,
    summary String,
    ts DateTime64(3, 'UTC'),
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(ts)
ORDER BY (model, run_id, task, metric, filter, slice, verdict)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE VIEW IF NOT EXISTS vllm_eval.verdicts_latest AS
SELECT * FROM vllm_eval.verdicts FINAL;

ALTER TABLE vllm_eval.results
    ADD COLUMN IF NOT EXISTS failed UInt64 DEFAULT 0,
    ADD COLUMN IF NOT EXISTS unreadable UInt64 DEFAULT 0,
    ADD COLUMN IF NOT EXISTS anchor_run String DEFAULT '',
    ADD COLUMN IF NOT EXISTS anchor_value Nullable(Float64),
    ADD COLUMN IF NOT EXISTS anchor_drop Nullable(Float64);

ALTER TABLE vllm_eval.alerts
    ADD COLUMN IF NOT EXISTS notice LowCardinality(String) DEFAULT 'RAISED';

-- A view keeps the columns it was made with.
CREATE OR REPLACE VIEW vllm_eval.results_latest AS
SELECT * FROM vllm_eval.results FINAL;

CREATE OR REPLACE VIEW vllm_eval.alerts_latest AS
SELECT * FROM vllm_eval.alerts FINAL;
