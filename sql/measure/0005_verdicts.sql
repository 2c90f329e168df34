-- Every conclusion on the way to the results of whole series.
INSERT INTO vllm_eval.verdicts
(
    run_id, model, model_tag, task, metric, filter, slice, verdict, state, notice, tier, n, missing,
    value, baseline, relative_drop, log_e, confirmed, decided_at_samples, summary, ts, version
)
SELECT
    run_id, model, model_tag, task, metric, filter, slice, verdict, 'COMPLETE' AS state,
    if(confirmed, 'RAISED', 'NONE') AS notice, tier, n, missing, value, baseline, relative_drop,
    log_e, confirmed, n AS decided_at_samples, 'generated' AS summary, ts,
    {version:UInt64} AS version
FROM vllm_eval.results
WHERE slice = '' AND {runs:UInt64} > 0;
