package io.evalstream.contract;

/** What became of one sample: scored, failed because of the model, or not measured at all. */
public enum Outcome {
    /** The value is a measurement. */
    SCORED,
    /** The model answered with nothing; counts as a wrong answer. */
    MODEL_EMPTY,
    /** The answer was cut off by a token limit; counts as a wrong answer unless it was scored. */
    MODEL_TRUNCATED,
    /** The model server refused or broke off this request; counts as a wrong answer. */
    MODEL_ERROR,
    /** No answer could be extracted from the output; how it counts is configured per task. */
    UNREADABLE_ANSWER,
    /** The infrastructure failed; the sample is missing, not wrong. */
    INFRA_ERROR,
    /** The judge failed; the sample is missing, not wrong. */
    JUDGE_ERROR,
    /** Left out on purpose; the sample is missing, not wrong. */
    SKIPPED;

    /** Whether a sample with this outcome says something about the model. */
    public boolean isMeasured() {
        return switch (this) {
            case SCORED, MODEL_EMPTY, MODEL_TRUNCATED, MODEL_ERROR, UNREADABLE_ANSWER -> true;
            case INFRA_ERROR, JUDGE_ERROR, SKIPPED -> false;
        };
    }
}
