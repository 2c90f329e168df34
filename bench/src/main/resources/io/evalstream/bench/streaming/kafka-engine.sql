-- ClickHouse's own way from the topic to the same table, with sums by minute beside it.
-- As many consumers as the other contenders have threads, and blocks as large as theirs. It reads
-- from the moment the last statement is executed, when everything behind it is there.
CREATE TABLE vllm_eval.feed
(
    event_id String,
    run_id String,
    model_tag LowCardinality(String),
    task LowCardinality(String),
    metric LowCardinality(String),
    item_key String,
    dispatch_index Int32,
    value Float64,
    slice LowCardinality(String),
    ts Int64,
    latency_ms Float64,
    output String
)
ENGINE = Kafka
SETTINGS
    kafka_broker_list = '{bootstrap}',
    kafka_topic_list = '{topic}',
    kafka_group_name = '{group}',
    kafka_format = 'JSONEachRow',
    kafka_num_consumers = {parallelism},
    kafka_thread_per_consumer = 1,
    kafka_max_block_size = 65536,
    kafka_flush_interval_ms = 500;

CREATE TABLE vllm_eval.arrivals AS vllm_eval.feed ENGINE = Null;

CREATE MATERIALIZED VIEW vllm_eval.arrivals_samples TO vllm_eval.samples AS
SELECT
    toFixedString(unhex(event_id), 16) AS event_id,
    run_id,
    splitByChar(':', model_tag)[1] AS model,
    model_tag,
    fromUnixTimestamp64Milli(arrivals.ts, 'UTC') AS ts,
    task,
    metric,
    item_key,
    dispatch_index,
    'SCORED' AS outcome,
    value,
    slice,
    latency_ms,
    output,
    toUInt64(arrivals.ts) AS version
FROM vllm_eval.arrivals;

CREATE MATERIALIZED VIEW vllm_eval.arrivals_minutes TO vllm_eval.minutes AS
SELECT
    model_tag,
    task,
    metric,
    toStartOfMinute(fromUnixTimestamp64Milli(ts, 'UTC')) AS minute,
    sum(value) AS sum,
    count() AS n
FROM vllm_eval.arrivals
GROUP BY model_tag, task, metric, minute;

CREATE MATERIALIZED VIEW vllm_eval.feed_arrivals TO vllm_eval.arrivals AS
SELECT * FROM vllm_eval.feed;
