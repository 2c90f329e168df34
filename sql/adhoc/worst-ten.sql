-- The ten worst drops of a release
--
-- Where has a release lost most against its baseline: which task, metric and subject, and is the
-- drop more than noise? The whole of a task is the row without a subject.
--
-- param release = minilm:release-2026.06 (the release to look at)

SELECT
    task,
    metric,
    `filter`,
    slice AS subject,
    n,
    ROUND(baseline, 4) AS baseline,
    ROUND(`value`, 4) AS now,
    ROUND(relative_drop, 4) AS relative_drop,
    verdict
FROM results_latest
WHERE model_tag = '${release}' AND relative_drop > 0
ORDER BY relative_drop DESC, task, metric, `filter`, subject
LIMIT 10;
