-- One record in ten thousand that could not be read.
INSERT INTO vllm_eval.deadletters
(topic, partition, offset, reason, field, message, payload, ingested_at)
SELECT
    'eval.samples' AS topic,
    number % 8 AS partition,
    number AS offset,
    ['NOT_JSON', 'MISSING_FIELD', 'WRONG_TYPE'][1 + cityHash64(number) % 3] AS reason,
    'value' AS field,
    'generated' AS message,
    '{}' AS payload,
    now('UTC') - toIntervalSecond(intDiv(number * 7776000, {runs:UInt64} * 5 + 1)) AS ingested_at
FROM numbers({runs:UInt64} * 5)
WHERE {version:UInt64} > 0;
