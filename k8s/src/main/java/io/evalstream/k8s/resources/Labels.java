package io.evalstream.k8s.resources;

import io.evalstream.k8s.plan.RunnerGroup;

import java.util.Map;
import java.util.TreeMap;

/** Labels of everything that is made for a run. */
public final class Labels {

    public static final String RUN = "evalstream.io/run";
    public static final String STAGE = "evalstream.io/stage";
    public static final String SUITE = "evalstream.io/suite";
    public static final String GROUP = "evalstream.io/group";

    /** Shards of the pod's Job, such as 4-7; Kubernetes itself tells the index within. */
    public static final String SHARD = "evalstream.io/shard";

    public static final String COMPONENT = "app.kubernetes.io/component";
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** Who manages the objects. */
    public static final String CONTROLLER = "evalstream-controller";

    /** Kueue's label for the local queue of a Job. */
    public static final String QUEUE = "kueue.x-k8s.io/queue-name";

    private static final int MOST = 63;

    private Labels() {}

    /** Labels of an object of a run, sorted. */
    public static Map<String, String> of(String run, Component component) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("app.kubernetes.io/name", "evalstream");
        labels.put("app.kubernetes.io/part-of", "evalstream");
        labels.put(MANAGED_BY, CONTROLLER);
        labels.put(COMPONENT, component.label());
        labels.put(RUN, value(run));
        return labels;
    }

    /** Labels of what is made for a group of shards. */
    public static Map<String, String> of(String run, RunnerGroup group) {
        Map<String, String> labels = of(run, Component.RUNNER);
        labels.put(STAGE, group.stage());
        labels.put(SUITE, group.suite().name());
        labels.put(GROUP, group.key());
        labels.put(SHARD, group.firstShard() + "-" + (group.firstShard() + group.shards() - 1));
        return labels;
    }

    /** The value of the label for a run: its name, cut with a hash where it is too long. */
    public static String value(String run) {
        return run.length() <= MOST
                ? run
                : run.substring(0, 50) + "-" + Names.sha256(run).substring(0, 12);
    }

    /** What an object is for. */
    public enum Component {
        SERVER("server"),
        WARM_UP("warm-up"),
        RUNNER("runner"),
        REPORT("report"),
        DATASET("dataset");

        private final String label;

        Component(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
