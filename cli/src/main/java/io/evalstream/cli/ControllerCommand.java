package io.evalstream.cli;

import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.k8s.Controller;
import io.evalstream.k8s.LeaderWork;
import io.evalstream.k8s.Reconciliation;
import io.evalstream.k8s.ReplicaOptions;
import io.evalstream.k8s.files.UnusableFileException;
import io.evalstream.readers.BadInputException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Turns pushes into runs until it is stopped. */
@Command(
        name = "controller",
        mixinStandardHelpOptions = true,
        subcommands = {ControllerTriggerCommand.class, ControllerDeliverCommand.class},
        description = {
            "The release controller, in the cluster: takes GitHub's deliveries at /webhooks/ghcr,"
                    + " polls for what was not delivered, makes a run of each release and takes it"
                    + " to its verdict.",
            "Health and metrics: /healthz, /readyz, /metrics of the other port."
        })
final class ControllerCommand implements Callable<Integer> {

    @ParentCommand private Evalstream root;

    @Mixin private ClusterOptions cluster;

    @Mixin private RunEnvironmentOptions runs;

    @Option(
            names = "--address",
            paramLabel = "HOST",
            description = "Where to listen; 0.0.0.0 in a pod. Default: ${DEFAULT-VALUE}.")
    private String address = "127.0.0.1";

    @Option(
            names = "--webhook-port",
            paramLabel = "PORT",
            converter = Ports.Converter.class,
            description = "Of the webhook; 0 for a free port. Default: ${DEFAULT-VALUE}.")
    private int webhookPort = 8080;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            converter = Ports.Converter.class,
            description = "Of health and metrics; 0 for a free port. Default: ${DEFAULT-VALUE}.")
    private int metricsPort = 8081;

    @Option(
            names = "--webhook-secrets",
            paramLabel = "PATH",
            description =
                    "File with a secret per line, or folder with a secret per file. Read again when"
                            + " it changes. Default: ${DEFAULT-VALUE}.")
    private Path webhookSecrets = Path.of("/etc/evalstream/webhook-secrets");

    @Option(
            names = "--identity",
            defaultValue = "${env:HOSTNAME}",
            description = "Name that no other replica has. Default: HOSTNAME of the environment.")
    private String identity;

    @Option(
            names = "--debounce",
            paramLabel = "DURATION",
            description = "For which a push waits for its likes. Default: ${DEFAULT-VALUE}.")
    private Duration debounce = Duration.ofSeconds(5);

    @Option(
            names = "--poll-interval",
            paramLabel = "DURATION",
            description = "From the end of a poll to the next. Default: ${DEFAULT-VALUE}.")
    private Duration pollInterval = Duration.ofMinutes(5);

    @Option(
            names = "--poll-window",
            paramLabel = "DURATION",
            description =
                    "How old the image of a release may be that a poll finds. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Duration pollWindow = Duration.ofHours(24);

    @Option(
            names = "--most-runs-per-poll",
            paramLabel = "N",
            description = "Runs that one poll makes. Default: ${DEFAULT-VALUE}.")
    private int mostRunsPerPoll = 10;

    @Override
    public Integer call() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        root.signals.onStop(stopped::countDown);
        Console console = Console.standard();
        Logs.toTerminal();
        try (KubernetesClient client = new KubernetesClientBuilder().build();
                Controller controller = start(client)) {
            console.result(
                    "webhook  http://" + shown(controller.webhookAddress()) + "/webhooks/ghcr");
            console.result(
                    "metrics  http://" + shown(controller.observationAddress()) + "/metrics");
            stopped.await();
        }
        return ExitCode.PASS;
    }

    private Controller start(KubernetesClient client)
            throws UnusableFileException, BadInputException {
        try {
            return Controller.start(options(), client, works(client));
        } catch (IOException e) {
            throw new ServiceUnavailableException(e.getMessage(), e);
        }
    }

    /** What the leader does besides polling. */
    private List<LeaderWork> works(KubernetesClient client) throws IOException, BadInputException {
        return List.of(
                new Reconciliation(
                        client,
                        cluster.namespace(),
                        runs.environment(),
                        runs.topics(),
                        runs.notifier()));
    }

    private ReplicaOptions options() {
        return new ReplicaOptions(
                new InetSocketAddress(address, webhookPort),
                new InetSocketAddress(address, metricsPort),
                cluster.namespace(),
                identity == null || identity.isBlank()
                        ? "pid-" + ProcessHandle.current().pid()
                        : identity,
                cluster.configuration(),
                webhookSecrets,
                cluster.registryCredentials(),
                cluster.tokenHosts(),
                cluster.registryTimeout(),
                debounce,
                pollInterval,
                pollWindow,
                mostRunsPerPoll);
    }

    private static String shown(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
