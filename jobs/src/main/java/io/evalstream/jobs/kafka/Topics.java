package io.evalstream.jobs.kafka;

import java.util.Map;

/** The topics, by what travels on them. */
public final class Topics {

    /** One metric of one sample a record. */
    public static final String SAMPLES = "eval.samples";

    /** Control events of runs. */
    public static final String RUNS = "eval.runs";

    /** What could not be read, with the reason and the original bytes. */
    public static final String DEAD_LETTERS = "eval.deadletter";

    /** One verdict per finished run. */
    public static final String VERDICTS = "eval.verdicts";

    /** One alert per run that breached. */
    public static final String ALERTS = "eval.alerts";

    /** Queries of a service as users sent them; the service owns this one. */
    public static final String QUERIES = "service.queries";

    /** Number of partitions a single machine gives each topic. */
    public static final Map<String, Integer> PARTITIONS =
            Map.of(SAMPLES, 4, RUNS, 1, DEAD_LETTERS, 1, VERDICTS, 1, ALERTS, 1);

    private Topics() {}
}
