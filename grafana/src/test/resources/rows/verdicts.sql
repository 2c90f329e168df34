-- What a later schema keeps beside the results.
INSERT INTO vllm_eval.verdicts
(
    run_id, model, model_tag, task, metric, filter, slice, verdict, state, notice, tier, n, missing,
    value, baseline, relative_drop, log_e, confirmed, decided_at_samples, summary, ts, version
)
VALUES
('run-2', 'llm', 'llm:release-2', 'facts', 'exact_match', 'none', '', 'BREACH_EARLY', 'RUNNING', 'RAISED', 1, 30, 0, 0.5, 0.8, 0.375, 9, 1, 30, 'early', now() - INTERVAL 8 HOUR, 1767225600000);
