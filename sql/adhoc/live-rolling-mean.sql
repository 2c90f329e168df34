-- Live rolling mean
--
-- How is a model doing right now? Means over ten minutes of event time, one a minute, straight
-- from the topic; a window is shown when the results have passed its end. Runs until Ctrl-C.
--
-- param model_tag = minilm:release-2026.06 (the release)
-- param metric = exact_match (the metric)
-- param until = unbounded (or latest-offset, to end at what is there now)

SET 'execution.runtime-mode' = 'streaming';

SELECT
    window_start,
    window_end,
    task,
    COUNT(*) AS n,
    ROUND(AVG(`value`), 4) AS mean
FROM HOP(
    (SELECT * FROM kafka.samples /*+ OPTIONS('scan.bounded.mode' = '${until}') */),
    DESCRIPTOR(event_time),
    INTERVAL '1' MINUTE,
    INTERVAL '10' MINUTES)
WHERE model_tag = '${model_tag}' AND metric = '${metric}' AND `value` IS NOT NULL
GROUP BY window_start, window_end, task;
