-- Two releases of one model in the last day, with the columns of the first migration only: a healthy
-- run of 100 results, and one of 100 that breached.
INSERT INTO vllm_eval.samples
(
    event_id, run_id, model, model_tag, ts, task, metric, filter, item_key, outcome, value,
    latency_ms, ttft_ms, output, version
)
SELECT
    toFixedString(concat('r', toString(number)), 16) AS event_id,
    if(number < 100, 'run-1', 'run-2') AS run_id,
    'llm' AS model,
    if(number < 100, 'llm:release-1', 'llm:release-2') AS model_tag,
    now64(3, 'UTC') - toIntervalMinute(600 - 5 * intDiv(number, 10)) AS ts,
    'facts' AS task,
    'exact_match' AS metric,
    'none' AS filter,
    concat('item-', toString(number % 100)) AS item_key,
    multiIf(number % 100 < 4, 'INFRA_ERROR', number % 100 = 4, 'SKIPPED', 'SCORED') AS outcome,
    if(outcome = 'SCORED', toFloat64(number % 2), nan) AS value,
    if(outcome = 'SCORED', 1 + number % 100, nan) AS latency_ms,
    latency_ms / 10 AS ttft_ms,
    'an answer' AS output,
    1 AS version
FROM numbers(200);

INSERT INTO vllm_eval.rolling
(model, model_tag, task, metric, filter, slice, window_start, window_end, mean, n, version)
SELECT
    'llm' AS model,
    'llm:release-2' AS model_tag,
    'facts' AS task,
    'exact_match' AS metric,
    'none' AS filter,
    '' AS slice,
    toStartOfMinute(now64(3, 'UTC')) - toIntervalMinute(20 - number) AS window_start,
    window_start + toIntervalMinute(10) AS window_end,
    0.5 AS mean,
    20 AS n,
    1 AS version
FROM numbers(5);

INSERT INTO vllm_eval.results
(
    run_id, model, model_tag, task, metric, filter, slice, value, standard_error, n, missing,
    baseline, relative_drop, baseline_runs, higher_is_better, tier, verdict, ts, version
)
VALUES
('run-1', 'llm', 'llm:release-1', 'facts', 'exact_match', 'none', '', 0.8, 0.01, 95, 4, NULL, NULL, [], 1, 1, 'NO_BASELINE', now() - INTERVAL 9 HOUR, 1),
('run-2', 'llm', 'llm:release-2', 'facts', 'exact_match', 'none', '', 0.7, 0.01, 95, 4, NULL, NULL, [], 1, 1, 'INCONCLUSIVE', now() - INTERVAL 8 HOUR, 1),
('run-2', 'llm', 'llm:release-2', 'facts', 'exact_match', 'none', '', 0.6, 0.01, 95, 4, 0.8, 0.25, ['run-1'], 1, 1, 'BREACH_FINAL', now() - INTERVAL 8 HOUR, 2),
('run-2', 'llm', 'llm:release-2', 'facts', 'exact_match', 'none', 'ko', 0.4, 0.01, 45, 4, 0.8, 0.5, ['run-1'], 1, 2, 'BREACH_FINAL', now() - INTERVAL 8 HOUR, 2);

INSERT INTO vllm_eval.runs
(
    run_id, model, model_tag, image_digest, state, verdict, first_ts, last_ts, samples, missing,
    baseline_runs, summary, version
)
VALUES
('run-1', 'llm', 'llm:release-1', '', 'COMPLETE', 'NO_BASELINE', now() - INTERVAL 10 HOUR, now() - INTERVAL 9 HOUR, 100, 4, [], 'first', 1),
('run-2', 'llm', 'llm:release-2', '', 'RUNNING', 'INCONCLUSIVE', now() - INTERVAL 9 HOUR, now() - INTERVAL 8 HOUR, 50, 2, [], 'runs', 1),
('run-2', 'llm', 'llm:release-2', '', 'COMPLETE', 'BREACH', now() - INTERVAL 9 HOUR, now() - INTERVAL 8 HOUR, 100, 4, ['run-1'], 'dropped', 2);

INSERT INTO vllm_eval.alerts
(
    alert_key, run_id, model, model_tag, task, metric, filter, slice, verdict, value, baseline,
    relative_drop, n, summary, ts, version
)
VALUES
('run-2', 'run-2', 'llm', 'llm:release-2', 'facts', 'exact_match', 'none', '', 'BREACH_FINAL', 0.6, 0.8, 0.25, 95, 'dropped', now() - INTERVAL 8 HOUR, 1),
('run-2', 'run-2', 'llm', 'llm:release-2', 'facts', 'exact_match', 'none', '', 'BREACH_FINAL', 0.6, 0.8, 0.25, 95, 'dropped', now() - INTERVAL 8 HOUR, 2);

INSERT INTO vllm_eval.deadletters
(topic, partition, offset, reason, field, message, payload)
VALUES
('eval.samples', 0, 1, 'NOT_JSON', '', 'x', 'x'), ('eval.samples', 0, 1, 'NOT_JSON', '', 'x', 'x'),
('eval.samples', 0, 2, 'MISSING_FIELD', 'value', 'x', 'x');
