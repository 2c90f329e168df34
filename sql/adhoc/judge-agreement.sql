-- Agreement of two judges
--
-- Do two judge models say the same of the same answers? Cohen's kappa: 1 is full agreement, 0 as
-- much as chance. Scores from the threshold on count as yes.
--
-- param first = judge-a (the one judge model)
-- param second = judge-b (the other)
-- param threshold = 0.5 (the lowest score that is a yes)

WITH pairs AS (
    SELECT
        a.task,
        a.metric,
        IF(a.`value` >= ${threshold}, 1, 0) AS a,
        IF(b.`value` >= ${threshold}, 1, 0) AS b
    FROM samples_latest AS a
    JOIN samples_latest AS b
        ON a.run_id = b.run_id
        AND a.task = b.task
        AND a.metric = b.metric
        AND a.item_key = b.item_key
        AND a.repeat = b.repeat
    WHERE a.judge_model = '${first}'
        AND b.judge_model = '${second}'
        AND a.item_key <> ''
        AND a.`value` > -1E300
        AND b.`value` > -1E300
),
shares AS (
    SELECT
        task,
        metric,
        COUNT(*) AS n,
        AVG(IF(a = b, 1.0E0, 0.0E0)) AS observed,
        AVG(1.0E0 * a) * AVG(1.0E0 * b) + (1 - AVG(1.0E0 * a)) * (1 - AVG(1.0E0 * b)) AS chance
    FROM pairs
    GROUP BY task, metric
)
SELECT
    task,
    metric,
    n,
    ROUND(observed, 4) AS agreement,
    ROUND(chance, 4) AS by_chance,
    -- When both always say the same there is nothing beyond chance to agree on.
    IF(chance >= 1, CAST(NULL AS DOUBLE), ROUND((observed - chance) / (1 - chance), 4)) AS kappa
FROM shares
ORDER BY task, metric;
