-- Where contenders without windows keep their sums.
-- Sums and counts of records by minute; rows of one minute are added up when they are merged.
CREATE TABLE vllm_eval.minutes
(
    model_tag LowCardinality(String),
    task LowCardinality(String),
    metric LowCardinality(String),
    minute DateTime('UTC'),
    sum Float64,
    n UInt64
)
ENGINE = SummingMergeTree
ORDER BY (model_tag, task, metric, minute);
