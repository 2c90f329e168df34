-- Dead letters by reason
--
-- What could not be read, how often, and what does the newest such record look like?

SELECT topic, reason, field, n, message, SUBSTRING(payload FROM 1 FOR 60) AS payload
FROM (
    SELECT
        *,
        COUNT(*) OVER (PARTITION BY topic, reason, field) AS n,
        ROW_NUMBER() OVER (
            PARTITION BY topic, reason, field
            ORDER BY ingested_at DESC, `offset` DESC, `partition`) AS newest_first
    FROM deadletters_latest
)
WHERE newest_first = 1
ORDER BY n DESC, topic, reason, field;
