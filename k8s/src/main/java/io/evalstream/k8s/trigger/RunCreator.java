package io.evalstream.k8s.trigger;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.runs.ClusterRunStore;
import io.evalstream.k8s.runs.RunStore;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the run of a release unless there is one: names are made of the release alone, so that of
 * several processes that try at once the API server lets one succeed.
 */
public final class RunCreator {

    private static final int MOST_ATTEMPTS = 100;

    private final RunStore runs;
    private final String namespace;

    public RunCreator(KubernetesClient client, String namespace) {
        this(new ClusterRunStore(client), namespace);
    }

    public RunCreator(RunStore runs, String namespace) {
        this.runs = runs;
        this.namespace = namespace;
    }

    /**
     * What came of a request.
     *
     * @param run name of the one there is now
     * @param isNew whether it was made
     */
    public record Outcome(String run, boolean isNew) {}

    /**
     * The run as it would be made when there were none.
     *
     * @param source what told of the push: webhook, poller or command
     */
    public EvalRun draft(Release release, RunTemplate template, String source) {
        return run(RunName.readable(release, 1), release, template, source);
    }

    /**
     * Makes the run of a release unless it has one.
     *
     * @throws KubernetesClientException when the API server cannot be reached or refuses the run
     */
    public Outcome create(Release release, RunTemplate template, String source) {
        List<EvalRun> present = of(release);
        return present.isEmpty()
                ? create(release, template, source, 1)
                : new Outcome(present.get(0).getMetadata().getName(), false);
    }

    /**
     * Makes one run more, whatever there is.
     *
     * @throws KubernetesClientException when the API server cannot be reached or refuses the run
     */
    public Outcome createAnother(Release release, RunTemplate template, String source) {
        for (int attempt = of(release).size() + 1; attempt <= MOST_ATTEMPTS; attempt++) {
            Outcome outcome = create(release, template, source, attempt);
            if (outcome.isNew()) {
                return outcome;
            }
        }
        throw new KubernetesClientException(
                release + " has " + MOST_ATTEMPTS + " runs; delete some");
    }

    /** Every run there is. */
    public List<EvalRun> all() {
        return runs.all(namespace);
    }

    private List<EvalRun> of(Release release) {
        return runs.labelled(namespace, RunLabels.RELEASE, release.fingerprint());
    }

    private Outcome create(Release release, RunTemplate template, String source, int attempt) {
        String name = RunName.readable(release, attempt);
        if (runs.create(run(name, release, template, source))) {
            return new Outcome(name, true);
        }
        Optional<EvalRun> present = runs.get(namespace, name);
        if (present.isPresent() && isOf(present.get(), release)) {
            return new Outcome(name, false);
        }
        String other = RunName.unmistakable(release, attempt);
        return new Outcome(other, runs.create(run(other, release, template, source)));
    }

    private EvalRun run(String name, Release release, RunTemplate template, String source) {
        EvalRun run = new EvalRun();
        run.setMetadata(
                new ObjectMetaBuilder()
                        .withName(name)
                        .withNamespace(namespace)
                        .withLabels(RunLabels.of(name, release))
                        .withAnnotations(Map.of(RunLabels.SOURCE, source))
                        .build());
        run.setSpec(template.of(release));
        return run;
    }

    /** Whether a run is about a release. */
    static boolean isOf(EvalRun run, Release release) {
        EvalRunSpec spec = run.getSpec();
        return spec.image().equals(release.image().toString())
                && spec.tag().equals(release.tag())
                && spec.digest().equals(release.digest());
    }
}
