package io.evalstream.contract;

/**
 * One metric of one sample of a run, as it travels on {@code eval.samples}.
 *
 * <p>Absent strings are empty, absent numbers are {@code NaN}, an absent dispatch index is -1;
 * nothing is null but {@code higherIsBetter}, whose absence means "ask the metric catalogue".
 *
 * @param tsMillis when the sample was measured, milliseconds since the epoch
 * @param value the score; NaN when {@code outcome} says why there is none
 * @param itemKey SHA-256 (hex) over the normalised content of the item, or empty: then the event
 *     counts in means but not in paired comparisons
 * @param dispatchIndex position in the seeded shuffled order in which the runner handed items out
 * @param attempt which try this is; of one id the highest attempt wins
 * @param latencyMs request latency in milliseconds
 * @param ttftMs time to the first token in milliseconds
 * @param costUsd price of the request in US dollars
 */
public record SampleEvent(
        EventId eventId,
        String runId,
        String model,
        String modelTag,
        String imageDigest,
        long tsMillis,
        String harness,
        String harnessVersion,
        String suite,
        String task,
        String taskVersion,
        String metric,
        String filter,
        String datasetDigest,
        String itemKey,
        int dispatchIndex,
        int repeat,
        int shard,
        int attempt,
        Outcome outcome,
        double value,
        Boolean higherIsBetter,
        String slice,
        String cluster,
        String promptHash,
        String generationHash,
        String chatTemplateHash,
        String judgeModel,
        String engine,
        double latencyMs,
        double ttftMs,
        double inputTokens,
        double outputTokens,
        double costUsd,
        String input,
        String output,
        String expected,
        String reason) {}
