package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.resources.Labels;
import io.evalstream.k8s.resources.Names;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Clock;

/** Does what was decided. */
final class Actions {

    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);

    private final KubernetesClient client;
    private final Clock clock;
    private final RunReconciler.Collaborators with;

    Actions(KubernetesClient client, Clock clock, RunReconciler.Collaborators with) {
        this.client = client;
        this.clock = clock;
        this.with = with;
    }

    void perform(EvalRun run, Action action) {
        if (action instanceof Action.Apply apply) {
            with.applier().apply(apply.object());
        } else if (action instanceof Action.Delete delete) {
            with.applier().delete(delete.object());
        } else if (action instanceof Action.Launch launch) {
            with.launcher()
                    .launch(
                            run,
                            launch.stage(),
                            launch.group(),
                            launch.atOnce(),
                            launch.suspended());
        } else if (action instanceof Action.EndShards) {
            with.launcher().end(run);
        } else if (action instanceof Action.Announce announce) {
            with.announcer().announce(announce.event());
        } else if (action instanceof Action.Tell tell) {
            tell(run, tell.notice());
        }
    }

    /** People first, then the Event: who dies in between tells them twice, never not at all. */
    private void tell(EvalRun run, Notifier.Notice notice) {
        String message = notice.message();
        try {
            with.notifier().tell(notice);
        } catch (IOException e) {
            LOG.warn(
                    "run={} nobody was told of {}: {}",
                    notice.run(),
                    notice.reason(),
                    e.getMessage());
            message += " (nobody was told: " + e.getMessage() + ")";
        }
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
