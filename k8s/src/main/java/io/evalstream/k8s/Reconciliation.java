package io.evalstream.k8s;

import io.evalstream.k8s.reconcile.EvalRunReconciler;
import io.evalstream.k8s.reconcile.HashedResourceApplier;
import io.evalstream.k8s.reconcile.JobRunnerLauncher;
import io.evalstream.k8s.reconcile.Notifier;
import io.evalstream.k8s.reconcile.ResourceApplier;
import io.evalstream.k8s.reconcile.RunReconciler;
import io.evalstream.k8s.reconcile.RunTopics;
import io.evalstream.k8s.resources.RunEnvironment;
import io.evalstream.k8s.resources.RunnerJobs;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The leader's work on runs: takes each a step further when it, what it owns or what is said of it
 * changes. Begins anew when the topics or the API server cannot be read any more.
 */
public final class Reconciliation implements LeaderWork {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
    private static final Duration LAST_STEP = Duration.ofSeconds(5);
    private static final int RUNS_AT_ONCE = 8;

    private final KubernetesClient client;
    private final String namespace;
    private final RunEnvironment environment;
    private final RunTopics.Source topics;
    private final Notifier notifier;

    /**
     * @param client of the API server; left open
     * @param namespace of the runs
     */
    public Reconciliation(
            KubernetesClient client,
            String namespace,
            RunEnvironment environment,
            RunTopics.Source topics,
            Notifier notifier) {
        this.client = client;
        this.namespace = namespace;
        this.environment = environment;
        this.topics = topics;
        this.notifier = notifier;
    }

    /** Returns at once: who elects leaders has no time to wait until all is read. */
    @Override
    public AutoCloseable begin() {
        Thread thread = new Thread(this::workUntilInterrupted, "reconciliation");
        thread.setDaemon(true);
        thread.start();
        return () -> {
            thread.interrupt();
            thread.join();
        };
    }

    private void workUntilInterrupted() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                work();
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            LOG.info("runs are left to the next leader");
        }
    }

    /** Works until the thread is interrupted or something cannot be read any more. */
    private void work() throws InterruptedException {
        EvalRunReconciler.Inbox inbox = new EvalRunReconciler.Inbox(namespace);
        CountDownLatch ended = new CountDownLatch(1);
        try (RunTopics open = topics.open(inbox::tell)) {
            Operator operator = operator(ended);
            operator.register(
                    new EvalRunReconciler(reconciler(open), inbox),
                    settings ->
                            settings.settingNamespace(namespace)
                                    .withName("evalruns")
                                    .withRetry(
                                            new GenericRetry()
                                                    .setInitialInterval(FIRST_RETRY)
                                                    .setMaxInterval(LONGEST_RETRY.toMillis())
                                                    .withoutMaxAttempts()));
            try {
                operator.start();
                LOG.info("reconciles the runs of {}", namespace);
                ended.await();
            } finally {
                operator.stop();
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            LOG.error("runs cannot be reconciled, trying again: {}", e.toString());
        }
    }

    private Operator operator(CountDownLatch ended) {
        return new Operator(
                settings ->
                        settings.withKubernetesClient(client)
                                .withCloseClientOnStop(false)
                                .withConcurrentReconciliationThreads(RUNS_AT_ONCE)
                                .withReconciliationTerminationTimeout(LAST_STEP)
                                // Applied by the server, a finalizer would own the whole run.
                                .withUseSSAToPatchPrimaryResource(false)
                                .withInformerStoppedHandler(
                                        (informer, fault) -> {
                                            if (fault != null) {
                                                LOG.error("the API server is not followed", fault);
                                                ended.countDown();
                                            }
                                        }));
    }

    private RunReconciler reconciler(RunTopics open) {
        ResourceApplier applier = new HashedResourceApplier(client);
        return new RunReconciler(
                client,
                environment,
                Clock.systemUTC(),
                new RunReconciler.Collaborators(
                        applier,
                        new JobRunnerLauncher(client, applier, new RunnerJobs(environment)),
                        open.events(),
                        open.announcer(),
                        notifier));
    }
}
