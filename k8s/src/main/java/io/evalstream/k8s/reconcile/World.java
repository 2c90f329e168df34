package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.runs.ClusterRunStore;
import io.evalstream.k8s.runs.RunStore;
import io.fabric8.kubernetes.client.KubernetesClient;

import java.time.Clock;

/** Where runs are kept and what they are made of is seen: a cluster, or one machine. */
public record World(RunStore runs, RunObjects objects, NoticeRecorder notices) {

    /** All of it as resources of a cluster. */
    public static World cluster(KubernetesClient client, Clock clock) {
        return new World(
                new ClusterRunStore(client),
                new ClusterRunObjects(client),
                new EventNoticeRecorder(client, clock));
    }
}
