-- Samples of releases over the last ninety days: runs of 50,000 results each, five tasks with two
-- metrics and 5,000 items. One in two hundred failed.
INSERT INTO vllm_eval.samples
(
    event_id, run_id, model, model_tag, ts, harness, suite, task, metric, filter, item_key,
    dispatch_index, outcome, value, latency_ms, ttft_ms, input_tokens, output_tokens, output,
    version, ingested_at
)
SELECT
    reinterpretAsFixedString(sipHash128(n)) AS event_id,
    concat('run-', toString(run)) AS run_id,
    concat('llm-', toString(run % 3)) AS model,
    concat(model, ':release-', toString(intDiv(run, 30))) AS model_tag,
    now64(3, 'UTC')
        - toIntervalMillisecond(
            intDiv(({runs:UInt64} - run) * 7776000000, {runs:UInt64}) - within * 36
        ) AS ts,
    'lm-eval' AS harness,
    'nightly' AS suite,
    concat('task-', toString(intDiv(within, 10000))) AS task,
    if(intDiv(within, 5000) % 2 = 0, 'exact_match', 'f1') AS metric,
    'none' AS filter,
    lower(hex(sipHash128(task, item))) AS item_key,
    item AS dispatch_index,
    multiIf(
        noise % 200 > 0, 'SCORED',
        noise % 600 = 0, 'INFRA_ERROR',
        noise % 600 = 200, 'MODEL_TRUNCATED',
        'UNREADABLE_ANSWER'
    ) AS outcome,
    if(outcome = 'SCORED', toFloat64(cityHash64(n, 'value') % 100 < 80), nan) AS value,
    100 - 400 * log(((noise % 100000) + 1) / 100000) AS latency_ms,
    latency_ms / 5 AS ttft_ms,
    200 + noise % 100 AS input_tokens,
    50 + noise % 50 AS output_tokens,
    concat('answer ', toString(noise % 1000)) AS output,
    toUnixTimestamp64Milli(ts) AS version,
    toDateTime(ts, 'UTC') AS ingested_at
FROM
(
    SELECT
        n,
        intDiv(n, 50000) AS run,
        n % 50000 AS within,
        n % 5000 AS item,
        cityHash64(n) AS noise
    FROM
    (
        SELECT {first:UInt64} + number * {step:UInt64} AS n
        FROM numbers({count:UInt64})
    )
);
