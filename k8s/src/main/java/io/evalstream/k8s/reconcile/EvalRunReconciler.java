package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.resources.FlinkDeployments;
import io.evalstream.k8s.resources.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Says when to look at a run: when it or what it owns changes, and after the time its last look
 * named. Deletion waits, by a finalizer, until its pods have ended and the topics were told.
 */
public final class EvalRunReconciler implements Reconciler<EvalRun>, Cleaner<EvalRun> {

    private final RunReconciler runs;
    private final Inbox inbox;

    public EvalRunReconciler(RunReconciler runs, Inbox inbox) {
        this.runs = runs;
        this.inbox = inbox;
    }

    /** Takes news of runs from anywhere, by their ids in the topics. */
    public static final class Inbox {

        private final String namespace;
        private final SimpleInboundEventSource<EvalRun> source =
                new SimpleInboundEventSource<>("topics");
        private volatile IndexerResourceCache<EvalRun> known;

        /**
         * @param namespace of the runs
         */
        public Inbox(String namespace) {
            this.namespace = namespace;
        }

        /** Has the run looked at soon, when there is one. */
        public void tell(String runId) {
            // A stage before the last is told of as RUN.STAGE.
            int end = runId.lastIndexOf('.');
            tellExactly(runId);
            if (end > 0) {
                tellExactly(runId.substring(0, end));
            }
        }

        private void tellExactly(String name) {
            ResourceID id = new ResourceID(name, namespace);
            if (source.isRunning() && known.get(id).isPresent()) {
                source.propagateEvent(id);
            }
        }
    }

    @Override
    public UpdateControl<EvalRun> reconcile(EvalRun run, Context<EvalRun> context) {
        Optional<Duration> again =
                runs.reconcile(run.getMetadata().getNamespace(), run.getMetadata().getName());
        UpdateControl<EvalRun> control = UpdateControl.noUpdate();
        return again.isPresent() ? control.rescheduleAfter(again.get()) : control;
    }

    @Override
    public DeleteControl cleanup(EvalRun run, Context<EvalRun> context) {
        return runs.cleanUp(run)
                ? DeleteControl.defaultDelete()
                : DeleteControl.noFinalizerRemoval().rescheduleAfter(Decision.WHILE_ENDING);
    }

    @Override
    public List<EventSource<?, EvalRun>> prepareEventSources(EventSourceContext<EvalRun> context) {
        inbox.known = context.getPrimaryCache();
        InformerEventSourceConfiguration<GenericKubernetesResource> flink =
                InformerEventSourceConfiguration.from(
                                new GroupVersionKind(
                                        FlinkDeployments.CONTEXT.getGroup(),
                                        FlinkDeployments.CONTEXT.getVersion(),
                                        FlinkDeployments.CONTEXT.getKind()),
                                EvalRun.class)
                        .withName("flink-deployments")
                        .withLabelSelector(Labels.RUN)
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(EvalRun.class))
                        .build();
        return List.of(
                inbox.source,
                owned("jobs", Job.class, context),
                owned("deployments", Deployment.class, context),
                new InformerEventSource<>(flink, context));
    }

    private static <R extends HasMetadata> EventSource<?, EvalRun> owned(
            String name, Class<R> type, EventSourceContext<EvalRun> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, EvalRun.class)
                        .withName(name)
                        .withLabelSelector(Labels.RUN)
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(EvalRun.class))
                        .build(),
                context);
    }
}
