package io.evalstream.k8s.runs;

import io.evalstream.k8s.api.EvalRun;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/** Runs as resources of a cluster, asked of the API server itself each time. */
public final class ClusterRunStore implements RunStore {

    private final KubernetesClient client;

    public ClusterRunStore(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<EvalRun> get(String namespace, String name) {
        return Optional.ofNullable(
                client.resources(EvalRun.class).inNamespace(namespace).withName(name).get());
    }

    @Override
    public List<EvalRun> all(String namespace) {
        return client.resources(EvalRun.class).inNamespace(namespace).list().getItems();
    }

    @Override
    public List<EvalRun> labelled(String namespace, String label, String value) {
        return client.resources(EvalRun.class)
                .inNamespace(namespace)
                .withLabel(label, value)
                .list()
                .getItems();
    }

    @Override
    public boolean create(EvalRun run) {
        try {
            client.resource(run).create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void writeStatus(EvalRun run) {
        client.resource(run).updateStatus();
    }
}
