-- Metric by subject
--
-- Where is a release strong and where is it weak? One row per task and subject, the weakest
-- first, with how far chance alone would move the mean of that many samples.
--
-- param release = minilm:release-2026.06 (the release)
-- param metric = exact_match (the metric)

SELECT
    task,
    slice AS subject,
    `filter`,
    COUNT(*) AS n,
    ROUND(AVG(`value`), 4) AS mean,
    ROUND(STDDEV_SAMP(`value`) / SQRT(COUNT(*)), 4) AS standard_error
FROM samples_latest
WHERE model_tag = '${release}'
    AND metric = '${metric}'
    -- Not a number where there is no value.
    AND `value` > -1E300
GROUP BY task, slice, `filter`
ORDER BY mean, task, subject, `filter`;
