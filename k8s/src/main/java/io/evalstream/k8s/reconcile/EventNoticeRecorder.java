package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.resources.Labels;
import io.evalstream.k8s.resources.Names;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.net.HttpURLConnection;
import java.time.Clock;

/** Keeps notices as Events, which {@code kubectl describe} shows. */
final class EventNoticeRecorder implements NoticeRecorder {

    private final KubernetesClient client;
    private final Clock clock;

    EventNoticeRecorder(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public void record(EvalRun run, Notifier.Notice notice, String message) {
        try {
            client.resource(event(run, notice, message)).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private Event event(EvalRun run, Notifier.Notice notice, String message) {
        String now = clock.instant().toString();
        String id = run.getMetadata().getUid() + notice.reason() + notice.message();
        return new EventBuilder()
                .withNewMetadata()
                .withName("evalrun-" + Names.sha256(id).substring(0, 20))
                .withNamespace(run.getMetadata().getNamespace())
                .addToLabels(Labels.RUN, Labels.value(run.getMetadata().getName()))
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(run.getApiVersion())
                .withKind(run.getKind())
                .withNamespace(run.getMetadata().getNamespace())
                .withName(run.getMetadata().getName())
                .withUid(run.getMetadata().getUid())
                .endInvolvedObject()
                .withType("Warning")
                .withReason(notice.reason())
                .withMessage(message)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource()
                .withComponent(Labels.CONTROLLER)
                .endSource()
                .build();
    }
}
