-- Samples that flipped between two releases
--
-- Which samples were right before and are wrong now, or the other way round? What the later
-- release answered stands beside it.
--
-- param before = minilm:release-2026.05 (the earlier release)
-- param after = minilm:release-2026.06 (the later one)
-- param metric = exact_match (a metric of 0 and 1)

SELECT
    b.task,
    b.slice,
    IF(a.`value` < b.`value`, 'newly wrong', 'newly right') AS change,
    b.input,
    a.expected,
    b.output AS output_before,
    a.output AS output_after
FROM samples_latest AS b
JOIN samples_latest AS a
    ON a.task = b.task
    AND a.metric = b.metric
    AND a.`filter` = b.`filter`
    AND a.item_key = b.item_key
    AND a.repeat = b.repeat
WHERE b.model_tag = '${before}'
    AND a.model_tag = '${after}'
    AND b.metric = '${metric}'
    AND b.item_key <> ''
    AND a.`value` <> b.`value`
ORDER BY b.task, b.slice, change, b.input, b.`filter`;
