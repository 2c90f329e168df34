-- Which insert a row came with, so that a writer which does not know whether a batch has arrived
-- can ask. One value per tens of thousands of rows: as a dictionary it takes next to no room.

ALTER TABLE vllm_eval.samples ADD COLUMN IF NOT EXISTS batch LowCardinality(String) DEFAULT '';

ALTER TABLE vllm_eval.rolling ADD COLUMN IF NOT EXISTS batch LowCardinality(String) DEFAULT '';

ALTER TABLE vllm_eval.results ADD COLUMN IF NOT EXISTS batch LowCardinality(String) DEFAULT '';

ALTER TABLE vllm_eval.verdicts ADD COLUMN IF NOT EXISTS batch LowCardinality(String) DEFAULT '';

ALTER TABLE vllm_eval.runs ADD COLUMN IF NOT EXISTS batch LowCardinality(String) DEFAULT '';

ALTER TABLE vllm_eval.alerts ADD COLUMN IF NOT EXISTS batch LowCardinality(String) DEFAULT '';

ALTER TABLE vllm_eval.deadletters ADD COLUMN IF NOT EXISTS batch LowCardinality(String) DEFAULT '';
