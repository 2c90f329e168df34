-- Throughput and latency of the runs of a model
--
-- How many answers a second did each run get, and how long did an answer take? An answer that has
-- several metrics is counted once.
--
-- param model = toy (the model)

WITH answers AS (
    SELECT
        run_id,
        task,
        item_key,
        repeat,
        MIN(EXTRACT(EPOCH FROM ts) * 1000 + CAST(DATE_FORMAT(ts, 'SSS') AS BIGINT)) AS millis,
        MAX(latency_ms) AS latency_ms
    FROM samples_latest
    -- Not a number where it was not measured.
    WHERE model = '${model}' AND latency_ms >= 0
    GROUP BY run_id, task, item_key, repeat
)
SELECT
    run_id,
    COUNT(*) AS answers,
    ROUND(
        COUNT(*) * 1000.0E0 / NULLIF(MAX(millis) - MIN(millis), 0),
        3) AS answers_per_second,
    ROUND(PERCENTILE(latency_ms, 0.5), 1) AS p50_ms,
    ROUND(PERCENTILE(latency_ms, 0.95), 1) AS p95_ms,
    ROUND(PERCENTILE(latency_ms, 0.99), 1) AS p99_ms,
    ROUND(MAX(latency_ms), 1) AS longest_ms
FROM answers
GROUP BY run_id
ORDER BY run_id;
