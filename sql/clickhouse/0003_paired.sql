-- What the samples that a run shares with its baseline say, beside the means.

ALTER TABLE vllm_eval.results
    ADD COLUMN IF NOT EXISTS paired UInt64 DEFAULT 0,
    ADD COLUMN IF NOT EXISTS losses UInt64 DEFAULT 0,
    ADD COLUMN IF NOT EXISTS gains UInt64 DEFAULT 0,
    ADD COLUMN IF NOT EXISTS p_value Nullable(Float64),
    ADD COLUMN IF NOT EXISTS log_e Float64 DEFAULT 0,
    ADD COLUMN IF NOT EXISTS drop_low Nullable(Float64),
    ADD COLUMN IF NOT EXISTS drop_high Nullable(Float64),
    ADD COLUMN IF NOT EXISTS confirmed UInt8 DEFAULT 0;

-- A view keeps the columns it was made with.
CREATE OR REPLACE VIEW vllm_eval.results_latest AS
SELECT * FROM vllm_eval.results FINAL;
