-- What was concluded of the same runs: ten series with four slices each; one run in forty breached.
INSERT INTO vllm_eval.results
(
    run_id, model, model_tag, task, metric, filter, slice, value, standard_error, n, missing,
    baseline, relative_drop, baseline_runs, higher_is_better, tier, verdict, paired, losses, gains,
    p_value, log_e, drop_low, drop_high, confirmed, failed, unreadable, ts, version
)
SELECT
    concat('run-', toString(run)) AS run_id,
    concat('llm-', toString(run % 3)) AS model,
    concat(model, ':release-', toString(intDiv(run, 30))) AS model_tag,
    concat('task-', toString(intDiv(series, 2))) AS task,
    if(series % 2 = 0, 'exact_match', 'f1') AS metric,
    'none' AS filter,
    if(part = 0, '', concat('slice-', toString(part))) AS slice,
    if(breached, 0.66, 0.8) + (cityHash64(number) % 1000 - 500) / 50000 AS value,
    0.0056 AS standard_error,
    if(part = 0, 5000, 1250) AS n,
    8 AS missing,
    0.8 AS baseline,
    (baseline - value) / baseline AS relative_drop,
    [] AS baseline_runs,
    1 AS higher_is_better,
    if(part = 0, 1, 2) AS tier,
    if(breached, 'BREACH_FINAL', 'PASS') AS verdict,
    n AS paired,
    if(breached, 900, 200) AS losses,
    200 AS gains,
    if(breached, 1e-9, 0.6) AS p_value,
    if(breached, 40, 0) AS log_e,
    relative_drop - 0.02 AS drop_low,
    relative_drop + 0.02 AS drop_high,
    breached AS confirmed,
    16 AS failed,
    8 AS unreadable,
    now64(3, 'UTC')
        - toIntervalMillisecond(intDiv(({runs:UInt64} - run) * 7776000000, {runs:UInt64}))
        + toIntervalMinute(30) AS ts,
    {version:UInt64} AS version
FROM
(
    SELECT
        number,
        intDiv(number, 50) AS run,
        intDiv(number, 5) % 10 AS series,
        number % 5 AS part,
        run % 40 = 39 AND series = 0 AS breached
    FROM numbers({runs:UInt64} * 50)
);
