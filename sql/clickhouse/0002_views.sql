-- Views for readers: already deduplicated, so that nobody has to remember FINAL.

CREATE VIEW IF NOT EXISTS vllm_eval.samples_latest AS
SELECT * FROM vllm_eval.samples FINAL;

CREATE VIEW IF NOT EXISTS vllm_eval.rolling_latest AS
SELECT * FROM vllm_eval.rolling FINAL WHERE n > 0;

CREATE VIEW IF NOT EXISTS vllm_eval.results_latest AS
SELECT * FROM vllm_eval.results FINAL;

CREATE VIEW IF NOT EXISTS vllm_eval.runs_latest AS
SELECT * FROM vllm_eval.runs FINAL;

CREATE VIEW IF NOT EXISTS vllm_eval.alerts_latest AS
SELECT * FROM vllm_eval.alerts FINAL;

CREATE VIEW IF NOT EXISTS vllm_eval.deadletters_latest AS
SELECT * FROM vllm_eval.deadletters FINAL;

-- The agreed five columns: one row per run and metric. Where a run has tasks or answer filters, the
-- metric carries them as task/metric,filter; an event that has only a metric keeps its plain name.
CREATE VIEW IF NOT EXISTS vllm_eval.results_prd AS
SELECT
    run_id,
    model_tag,
    concat(
        if(task = '', '', concat(task, '/')),
        metric,
        if(filter IN ('', 'none'), '', concat(',', filter))
    ) AS metric,
    value,
    ts
FROM vllm_eval.results FINAL
WHERE slice = '';
