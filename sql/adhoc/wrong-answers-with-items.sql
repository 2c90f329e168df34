-- Wrong answers with their dataset items
--
-- What did a release get wrong, and what does the item it failed on look like in the dataset: its
-- id, its category, its answer?
--
-- param release = minilm:release-2026.06 (the release)
-- param task = mini_facts_ko (the task)
-- param metric = exact_match (a metric of 0 and 1)
-- param items (file of the dataset, one JSON object a line with id, question, answer, category)

CREATE TEMPORARY TABLE default_catalog.default_database.items (
    id STRING,
    question STRING,
    answer STRING,
    category STRING
) WITH (
    'connector' = 'filesystem',
    'path' = '${items}',
    'format' = 'json'
);

SELECT
    i.id,
    i.category,
    i.question,
    i.answer,
    s.output
FROM samples_latest AS s
JOIN default_catalog.default_database.items AS i ON i.question = s.input
WHERE s.model_tag = '${release}'
    AND s.task = '${task}'
    AND s.metric = '${metric}'
    AND s.`value` = 0
ORDER BY i.id, s.`filter`;
