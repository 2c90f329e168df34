-- The runs themselves.
INSERT INTO vllm_eval.runs
(
    run_id, model, model_tag, image_digest, state, verdict, first_ts, last_ts, samples, missing,
    baseline_runs, summary, version
)
SELECT
    concat('run-', toString(number)) AS run_id,
    concat('llm-', toString(number % 3)) AS model,
    concat(model, ':release-', toString(intDiv(number, 30))) AS model_tag,
    '' AS image_digest,
    if(number % 50 = 49, 'PARTIAL', 'COMPLETE') AS state,
    multiIf(number % 40 = 39, 'BREACH', number % 50 = 49, 'INCONCLUSIVE', 'PASS') AS verdict,
    now64(3, 'UTC')
        - toIntervalMillisecond(intDiv(({runs:UInt64} - number) * 7776000000, {runs:UInt64}))
        AS first_ts,
    first_ts + toIntervalMinute(30) AS last_ts,
    50000 AS samples,
    80 AS missing,
    [] AS baseline_runs,
    'generated' AS summary,
    {version:UInt64} AS version
FROM numbers({runs:UInt64});
