package io.evalstream.k8s.resources;

/** Names of the objects that outlive runs, as {@code k8s/base} makes them. */
public final class SharedObjects {

    /** ServiceAccount of runners and servers; has no rights. */
    public static final String RUNNER_ACCOUNT = "evalstream-runner";

    /** ServiceAccount of Flink's JobManagers. */
    public static final String FLINK_ACCOUNT = "evalstream-flink";

    /** ServiceAccount of Flink's TaskManagers. */
    public static final String FLINK_WORKER_ACCOUNT = "evalstream-flink-worker";

    /** PriorityClass of pods that hold a GPU. */
    public static final String PRIORITY_CLASS = "evalstream-high";

    /** PersistentVolumeClaim of models and data sets of Hugging Face. */
    public static final String WEIGHTS_CLAIM = "evalstream-weights";

    /** PersistentVolumeClaim of what the tools wrote, and of reports. */
    public static final String RAW_CLAIM = "evalstream-raw";

    /** Secret whose keys become variables of runners, such as HF_TOKEN. */
    public static final String RUNNER_SECRET = "evalstream-runner";

    /** Secret with {@code access-key} and {@code secret-key} of S3. */
    public static final String S3_SECRET = "evalstream-s3";

    /** Secret with the {@code password} of ClickHouse. */
    public static final String CLICKHOUSE_SECRET = "evalstream-clickhouse";

    private SharedObjects() {}
}
