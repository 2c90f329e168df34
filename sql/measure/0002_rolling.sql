-- Rolling means of the same runs: windows of ten minutes, one a minute, each written twice.
INSERT INTO vllm_eval.rolling
(
    model, model_tag, task, metric, filter, slice, window_start, window_end, mean, n, version,
    ingested_at
)
SELECT
    concat('llm-', toString(run % 3)) AS model,
    concat(model, ':release-', toString(intDiv(run, 30))) AS model_tag,
    concat('task-', toString(intDiv(series, 2))) AS task,
    if(series % 2 = 0, 'exact_match', 'f1') AS metric,
    'none' AS filter,
    '' AS slice,
    toStartOfMinute(
        now64(3, 'UTC')
            - toIntervalMillisecond(intDiv(({runs:UInt64} - run) * 7776000000, {runs:UInt64}))
    ) + toIntervalMinute(window - 9) AS window_start,
    window_start + toIntervalMinute(10) AS window_end,
    0.8 + (cityHash64(number) % 1000 - 500) / 20000 AS mean,
    1666 AS n,
    {version:UInt64} AS version,
    toDateTime(window_end, 'UTC') AS ingested_at
FROM
(
    SELECT
        number,
        intDiv(number, 400) AS run,
        intDiv(number, 40) % 10 AS series,
        number % 40 AS window
    FROM numbers({runs:UInt64} * 400)
);
