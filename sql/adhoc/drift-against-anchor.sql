-- Drift against an anchor
--
-- A few percent a release are never a breach, and add up: how far is every run from one fixed run
-- that was good?
--
-- param anchor = release-2026.01 (the run to measure from)

SELECT
    r.model_tag,
    r.task,
    r.metric,
    r.`filter`,
    ROUND(a.`value`, 4) AS anchor,
    ROUND(r.`value`, 4) AS `value`,
    ROUND((r.`value` - a.`value`) / NULLIF(a.`value`, 0) * 100, 2) AS drift_percent
FROM results_latest AS r
JOIN results_latest AS a
    ON a.model = r.model
    AND a.task = r.task
    AND a.metric = r.metric
    AND a.`filter` = r.`filter`
    AND a.slice = r.slice
WHERE a.run_id = '${anchor}'
    AND r.slice = ''
    AND r.tier = 1
    AND r.run_id <> a.run_id
ORDER BY r.task, r.metric, r.`filter`, r.model_tag;
