-- Samples that were never right
--
-- Which items has no release ever got right? Their expected answer may be wrong, or the question
-- broken: worth a look by a person before they cost another run.
--
-- param model = minilm (the model)
-- param metric = exact_match (a metric of 0 and 1)
-- param releases = 3 (how many releases must have tried at least)

SELECT
    task,
    slice AS subject,
    input,
    expected,
    COUNT(DISTINCT model_tag) AS releases,
    COUNT(DISTINCT output) AS different_answers
FROM samples_latest
WHERE model = '${model}' AND metric = '${metric}' AND item_key <> '' AND `value` >= 0
GROUP BY task, slice, item_key, input, expected
HAVING MAX(`value`) = 0 AND COUNT(DISTINCT model_tag) >= ${releases}
ORDER BY task, subject, input;
