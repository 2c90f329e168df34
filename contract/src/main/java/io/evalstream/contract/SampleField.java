package io.evalstream.contract;

import java.util.Locale;

/** The fields of an event on {@code eval.samples}; the name in JSON is the lower-case name. */
enum SampleField {
    SCHEMA_VERSION(Kind.VERSION),
    EVENT_ID(Kind.ID),
    RUN_ID(Kind.REPEATED_TEXT),
    MODEL(Kind.REPEATED_TEXT),
    MODEL_TAG(Kind.REPEATED_TEXT),
    IMAGE_DIGEST(Kind.DIGEST),
    TS(Kind.TIMESTAMP),
    HARNESS(Kind.REPEATED_TEXT),
    HARNESS_VERSION(Kind.REPEATED_TEXT),
    SUITE(Kind.REPEATED_TEXT),
    TASK(Kind.REPEATED_TEXT),
    TASK_VERSION(Kind.REPEATED_TEXT),
    METRIC(Kind.REPEATED_TEXT),
    FILTER(Kind.REPEATED_TEXT),
    DATASET_DIGEST(Kind.REPEATED_TEXT),
    ITEM_KEY(Kind.KEY),
    DISPATCH_INDEX(Kind.COUNT),
    REPEAT(Kind.COUNT),
    SHARD(Kind.COUNT),
    ATTEMPT(Kind.COUNT),
    OUTCOME(Kind.OUTCOME),
    VALUE(Kind.NUMBER),
    HIGHER_IS_BETTER(Kind.FLAG),
    SLICE(Kind.REPEATED_TEXT),
    CLUSTER(Kind.REPEATED_TEXT),
    PROMPT_HASH(Kind.REPEATED_TEXT),
    GENERATION_HASH(Kind.REPEATED_TEXT),
    CHAT_TEMPLATE_HASH(Kind.REPEATED_TEXT),
    JUDGE_MODEL(Kind.REPEATED_TEXT),
    ENGINE(Kind.REPEATED_TEXT),
    LATENCY_MS(Kind.AMOUNT),
    TTFT_MS(Kind.AMOUNT),
    INPUT_TOKENS(Kind.AMOUNT),
    OUTPUT_TOKENS(Kind.AMOUNT),
    COST_USD(Kind.AMOUNT),
    INPUT(Kind.TEXT),
    OUTPUT(Kind.TEXT),
    EXPECTED(Kind.TEXT),
    REASON(Kind.TEXT);

    /** What a field holds, and how a reader keeps it. */
    enum Kind {
        /** The version of the contract. */
        VERSION,
        /** 32 hexadecimal digits. */
        ID,
        /** Text with few different values, worth remembering. */
        REPEATED_TEXT,
        /** {@code sha256:} and 64 lower-case hexadecimal digits. */
        DIGEST,
        /** Text that is different in nearly every event. */
        TEXT,
        /** The key of an item: such a text of bounded length. */
        KEY,
        /** RFC 3339 or milliseconds since the epoch. */
        TIMESTAMP,
        /** An integer from 0 to {@link Integer#MAX_VALUE}. */
        COUNT,
        /** A finite number. */
        NUMBER,
        /** A finite number of at least 0. */
        AMOUNT,
        /** True or false. */
        FLAG,
        /** The name of an {@link Outcome}. */
        OUTCOME
    }

    private final Kind kind;

    SampleField(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** The name in JSON. */
    String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** This field's bit in a set of fields. */
    long bit() {
        return 1L << ordinal();
    }
}
