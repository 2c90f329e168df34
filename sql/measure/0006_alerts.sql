-- An alert for every series that breached.
INSERT INTO vllm_eval.alerts
(
    alert_key, notice, run_id, model, model_tag, task, metric, filter, slice, verdict, value,
    baseline, relative_drop, n, summary, ts, version
)
SELECT
    concat(run_id, ':', verdict) AS alert_key, 'RAISED' AS notice, run_id, model, model_tag, task,
    metric, filter, slice, verdict, value, assumeNotNull(baseline) AS baseline,
    assumeNotNull(relative_drop) AS relative_drop, n, 'generated' AS summary, ts,
    {version:UInt64} AS version
FROM vllm_eval.results
WHERE verdict = 'BREACH_FINAL' AND {runs:UInt64} > 0;
