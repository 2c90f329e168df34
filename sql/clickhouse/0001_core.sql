-- Core tables: what the quality job writes and what people read.
--
-- Rows are idempotent: every table replaces by its natural key, so that a replay changes nothing.
-- Retention counts from ingestion, not from the time of measurement: results of an old run that are
-- shipped today are kept as long as today's.

-- One row per metric of one sample. Latest attempt wins, then the latest time.
CREATE TABLE IF NOT EXISTS vllm_eval.samples
(
    event_id FixedString(16),
    run_id String,
    model LowCardinality(String),
    model_tag LowCardinality(String),
    image_digest LowCardinality(String),
    ts DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    harness LowCardinality(String),
    harness_version LowCardinality(String),
    suite LowCardinality(String),
    task LowCardinality(String),
    task_version LowCardinality(String),
    metric LowCardinality(String),
    filter LowCardinality(String),
    dataset_digest LowCardinality(String),
    item_key String CODEC(ZSTD(1)),
    dispatch_index Int32,
    repeat UInt32,
    shard UInt32,
    attempt UInt32,
    outcome LowCardinality(String),
    value Float64,
    slice LowCardinality(String),
    cluster String,
    prompt_hash LowCardinality(String),
    generation_hash LowCardinality(String),
    chat_template_hash LowCardinality(String),
    judge_model LowCardinality(String),
    engine LowCardinality(String),
    latency_ms Float64,
    ttft_ms Float64,
    input_tokens Float64,
    output_tokens Float64,
    cost_usd Float64,
    input String CODEC(ZSTD(3)),
    output String CODEC(ZSTD(3)),
    expected String CODEC(ZSTD(3)),
    reason String CODEC(ZSTD(3)),
    version UInt64,
    ingested_at DateTime('UTC') DEFAULT now()
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(ts)
ORDER BY (model_tag, run_id, task, metric, filter, item_key, event_id)
TTL ingested_at + INTERVAL 90 DAY
SETTINGS non_replicated_deduplication_window = 10000;

-- Means over sliding event-time windows. A window is written again while it changes; the row with
-- the most changes behind it wins.
CREATE TABLE IF NOT EXISTS vllm_eval.rolling
(
    model LowCardinality(String),
    model_tag LowCardinality(String),
    task LowCardinality(String),
    metric LowCardinality(String),
    filter LowCardinality(String),
    slice LowCardinality(String),
    window_start DateTime64(3, 'UTC'),
    window_end DateTime64(3, 'UTC'),
    mean Float64,
    n UInt64,
    version UInt64,
    ingested_at DateTime('UTC') DEFAULT now()
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(window_start)
ORDER BY (model_tag, metric, task, filter, slice, window_start, window_end)
TTL ingested_at + INTERVAL 180 DAY
SETTINGS non_replicated_deduplication_window = 10000;

-- One row per run, task, metric, filter and slice, written when the run has ended.
CREATE TABLE IF NOT EXISTS vllm_eval.results
(
    run_id String,
    model LowCardinality(String),
    model_tag LowCardinality(String),
    task LowCardinality(String),
    metric LowCardinality(String),
    filter LowCardinality(String),
    slice LowCardinality(String),
    value Float64,
    standard_error Float64,
    n UInt64,
    missing UInt64,
    baseline Nullable(Float64),
    relative_drop Nullable(Float64),
    baseline_runs Array(String),
    higher_is_better UInt8,
    tier UInt8,
    verdict LowCardinality(String),
    ts DateTime64(3, 'UTC'),
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(ts)
ORDER BY (model, task, metric, filter, slice, run_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- One row per run.
CREATE TABLE IF NOT EXISTS vllm_eval.runs
(
    run_id String,
    model LowCardinality(String),
    model_tag LowCardinality(String),
    image_digest String,
    state LowCardinality(String),
    verdict LowCardinality(String),
    first_ts DateTime64(3, 'UTC'),
    last_ts DateTime64(3, 'UTC'),
    samples UInt64,
    missing UInt64,
    baseline_runs Array(String),
    summary String,
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY run_id
SETTINGS non_replicated_deduplication_window = 10000;

-- One row per series that raised an alert.
CREATE TABLE IF NOT EXISTS vllm_eval.alerts
(
    alert_key String,
    run_id String,
    model LowCardinality(String),
    model_tag LowCardinality(String),
    task LowCardinality(String),
    metric LowCardinality(String),
    filter LowCardinality(String),
    slice LowCardinality(String),
    verdict LowCardinality(String),
    value Float64,
    baseline Float64,
    relative_drop Float64,
    n UInt64,
    summary String,
    ts DateTime64(3, 'UTC'),
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(ts)
ORDER BY (model, model_tag, run_id, alert_key, task, metric, filter, slice)
SETTINGS non_replicated_deduplication_window = 10000;

-- What could not be read, with where it came from.
CREATE TABLE IF NOT EXISTS vllm_eval.deadletters
(
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    reason LowCardinality(String),
    field LowCardinality(String),
    message String CODEC(ZSTD(3)),
    payload String CODEC(ZSTD(3)),
    ingested_at DateTime('UTC') DEFAULT now()
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, partition, offset)
TTL ingested_at + INTERVAL 90 DAY
SETTINGS non_replicated_deduplication_window = 10000;
