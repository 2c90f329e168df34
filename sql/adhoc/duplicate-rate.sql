-- Duplicate rate: what was sent against what was accepted
--
-- How many of the valid results on the topic were sent more than once, or replaced by a further
-- attempt, run by run? Kafka says what was sent as long as it keeps it, ClickHouse what was kept.

WITH sent AS (
    SELECT s.run_id, COUNT(*) AS records
    FROM kafka.samples AS s
    LEFT JOIN deadletters_latest AS d
        ON d.topic = 'eval.samples'
        AND d.`partition` = s.kafka_partition
        AND d.`offset` = s.kafka_offset
    WHERE d.reason IS NULL
    GROUP BY s.run_id
),
accepted AS (
    SELECT run_id, COUNT(*) AS results
    FROM samples_latest
    GROUP BY run_id
)
SELECT
    sent.run_id,
    sent.records AS sent,
    accepted.results AS accepted,
    sent.records - accepted.results AS duplicates,
    ROUND((sent.records - accepted.results) * 1.0E0 / sent.records, 4) AS duplicate_rate
FROM sent
JOIN accepted ON sent.run_id = accepted.run_id
ORDER BY duplicate_rate DESC, sent.run_id;
