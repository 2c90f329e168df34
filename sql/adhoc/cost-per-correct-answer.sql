-- Cost per correct answer
--
-- What does a right answer cost, release by release? An answer with several metrics is paid once.
--
-- param model = toy (the model)
-- param metric = acc (a metric of 0 and 1)

SELECT
    model_tag,
    COUNT(*) AS answers,
    CAST(SUM(`value`) AS BIGINT) AS correct,
    ROUND(SUM(cost_usd), 6) AS cost_usd,
    ROUND(SUM(cost_usd) / NULLIF(SUM(`value`), 0), 5) AS cost_per_correct_usd,
    ROUND(SUM(input_tokens + output_tokens) / COUNT(*), 1) AS tokens_per_answer
FROM samples_latest
-- Not a number where it is not known.
WHERE model = '${model}' AND metric = '${metric}' AND `value` >= 0 AND cost_usd >= 0
GROUP BY model_tag
ORDER BY model_tag;
