-- Leaderboard of a task over releases
--
-- How do the releases rank on a task, and when was each measured? Runs that breached are in it.
--
-- param task = mini_facts_ko (the task)
-- param metric = exact_match (its metric)

SELECT
    RANK() OVER (PARTITION BY metric, `filter` ORDER BY `value` DESC) AS place,
    model_tag,
    `filter`,
    ROUND(`value`, 4) AS `value`,
    ROUND(standard_error, 4) AS standard_error,
    n,
    verdict,
    CAST(ts AS DATE) AS measured
FROM results_latest
WHERE task = '${task}' AND metric = '${metric}' AND slice = ''
ORDER BY `filter`, place, model_tag;
