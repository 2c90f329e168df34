-- Duplicates in a dataset
--
-- Which items of a small dataset file are the same as one of another file, or of their own, or
-- nearly so: less than a fifth of the longer text differs? Candidates share a band of their MinHash
-- signatures or are short, the distance decides. For large files there is evalstream dedup.
--
-- param items (file of the dataset, one JSON object a line with id and question)
-- param known (file it is compared with, the same fields; its items are not listed)

CREATE TEMPORARY TABLE default_catalog.default_database.items (
    id STRING,
    question STRING
) WITH (
    'connector' = 'filesystem',
    'path' = '${items}',
    'format' = 'json'
);

CREATE TEMPORARY TABLE default_catalog.default_database.known_items (
    id STRING,
    question STRING
) WITH (
    'connector' = 'filesystem',
    'path' = '${known}',
    'format' = 'json'
);

WITH texts AS (
    SELECT 0 AS origin, id, normalize_text(question) AS text
    FROM default_catalog.default_database.known_items
    UNION ALL
    SELECT 1, id, normalize_text(question)
    FROM default_catalog.default_database.items
),
banded AS (
    SELECT t.origin, t.id, t.text, b.band
    FROM texts AS t
    CROSS JOIN UNNEST(minhash_bands(minhash_signature(t.text))) AS b (band)
),
candidates AS (
    SELECT a.id, a.text, b.id AS other, b.text AS other_text
    FROM banded AS a
    JOIN banded AS b ON a.band = b.band
    WHERE a.origin = 1 AND (b.origin = 0 OR b.id < a.id)
    -- The union leaves each pair once, however many bands it shares.
    UNION
    SELECT a.id, a.text, b.id, b.text
    FROM texts AS a
    CROSS JOIN texts AS b
    WHERE a.origin = 1
        AND (b.origin = 0 OR b.id < a.id)
        -- Too short for bands; what differs a fifth in length cannot be near.
        AND LEAST(CHAR_LENGTH(a.text), CHAR_LENGTH(b.text)) < 30
        AND 5 * ABS(CHAR_LENGTH(a.text) - CHAR_LENGTH(b.text))
            < GREATEST(CHAR_LENGTH(a.text), CHAR_LENGTH(b.text))
),
measured AS (
    SELECT
        id,
        other,
        GREATEST(CHAR_LENGTH(text), CHAR_LENGTH(other_text)) AS longer,
        levenshtein_less_equal(
            text,
            other_text,
            (GREATEST(CHAR_LENGTH(text), CHAR_LENGTH(other_text)) - 1) / 5) AS distance
    FROM candidates
    -- Of an empty text nothing is near but another empty one.
    WHERE text <> '' AND other_text <> ''
),
ranked AS (
    SELECT
        id,
        other,
        distance,
        longer,
        ROW_NUMBER() OVER (PARTITION BY id ORDER BY 1E0 * distance / longer, other) AS place
    FROM measured
    WHERE 5 * distance < longer
)
SELECT
    id,
    IF(distance = 0, 'exact', 'near') AS kind,
    other AS same_as,
    distance,
    longer AS length,
    ROUND(1E0 * distance / longer, 4) AS share
FROM ranked
WHERE place = 1
ORDER BY id;
