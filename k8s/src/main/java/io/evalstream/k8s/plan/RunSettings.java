package io.evalstream.k8s.plan;

import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.api.ServingSpec;
import io.evalstream.k8s.api.StageSpec;
import io.evalstream.k8s.api.SuiteSpec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A specification with what holds where it says nothing. */
public final class RunSettings {

    private static final List<StageSpec> STAGES =
            List.of(
                    new StageSpec("smoke", 20),
                    new StageSpec("regression", 1000),
                    new StageSpec("full", 0));

    private static final String GPU = "nvidia.com/gpu";

    private final EvalRunSpec spec;

    public RunSettings(EvalRunSpec spec) {
        this.spec = spec;
    }

    /** What baselines span. */
    public String model() {
        return spec.model() == null
                ? spec.image().substring(spec.image().lastIndexOf('/') + 1)
                : spec.model();
    }

    /** The release, as events name it. */
    public String modelTag() {
        return model() + ":" + spec.tag();
    }

    public List<StageSpec> stages() {
        return spec.stages() == null || spec.stages().isEmpty() ? STAGES : spec.stages();
    }

    public Map<String, List<String>> matrix() {
        return spec.matrix() == null ? Map.of() : spec.matrix();
    }

    public int parallelism() {
        return or(spec.parallelism(), 4);
    }

    public Duration deadline() {
        return Duration.parse(spec.deadline() == null ? "PT2H" : spec.deadline());
    }

    public boolean isCancelled() {
        return Boolean.TRUE.equals(spec.cancel());
    }

    public boolean isSuspended() {
        return Boolean.TRUE.equals(spec.suspend());
    }

    /** Kueue's local queue; empty for none. */
    public String queue() {
        return spec.queue() == null ? "" : spec.queue();
    }

    /** GPU-seconds the run may use; Long.MAX_VALUE for no limit. */
    public long gpuSeconds() {
        return spec.budget() == null || spec.budget().gpuSeconds() == null
                ? Long.MAX_VALUE
                : spec.budget().gpuSeconds();
    }

    /** The data sets that are prepared first, sorted. */
    public List<Dataset> datasets() {
        TreeSet<Dataset> all = new TreeSet<>();
        for (SuiteSpec suite : spec.suites()) {
            all.addAll(datasets(suite));
        }
        return List.copyOf(all);
    }

    /** The data sets of a suite, in its order. */
    public static List<Dataset> datasets(SuiteSpec suite) {
        List<Dataset> all = new ArrayList<>();
        for (String written : suite.datasets() == null ? List.<String>of() : suite.datasets()) {
            all.add(Dataset.parse(written));
        }
        return all;
    }

    /** Address of a server that is there already; empty when one is deployed. */
    public String endpoint() {
        return spec.serving() == null || spec.serving().endpoint() == null
                ? ""
                : spec.serving().endpoint();
    }

    public boolean deploysServer() {
        return endpoint().isEmpty();
    }

    public String servedModel() {
        return spec.serving() == null || spec.serving().servedModel() == null
                ? model()
                : spec.serving().servedModel();
    }

    public List<String> serverArguments() {
        return spec.serving() == null || spec.serving().args() == null
                ? List.of()
                : spec.serving().args();
    }

    public int replicas() {
        return spec.serving() == null ? 1 : or(spec.serving().replicas(), 1);
    }

    public int warmUpRequests() {
        ServingSpec serving = spec.serving();
        return serving == null ? 8 : or(serving.warmUpRequests(), 8);
    }

    public Duration readyWithin() {
        return Duration.ofMinutes(
                spec.serving() == null ? 30 : or(spec.serving().readyMinutes(), 30));
    }

    /** Name of the extended resource of a GPU. */
    public String gpuResource() {
        return spec.gpu() == null || spec.gpu().resource() == null ? GPU : spec.gpu().resource();
    }

    /** GPUs of one pod. */
    public int gpus() {
        return spec.gpu() == null ? 1 : or(spec.gpu().count(), 1);
    }

    static int timeoutMinutes(SuiteSpec suite) {
        return or(suite.timeoutMinutes(), 60);
    }

    /** Longest time one shard of a suite may take. */
    public static Duration timeout(SuiteSpec suite) {
        return Duration.ofMinutes(timeoutMinutes(suite));
    }

    /** Whether the runner itself needs a GPU. */
    public static boolean usesGpu(SuiteSpec suite) {
        return Boolean.TRUE.equals(suite.usesGpu());
    }

    static long samples(SuiteSpec suite) {
        return suite.samples() == null ? 0 : suite.samples();
    }

    static double secondsPerSample(SuiteSpec suite) {
        return suite.secondsPerSample() == null ? 1 : suite.secondsPerSample();
    }

    static int shards(SuiteSpec suite) {
        return or(suite.shards(), 8);
    }

    private static int or(Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
