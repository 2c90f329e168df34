package io.evalstream.cli;

import io.evalstream.k8s.files.UnusableFileException;
import io.evalstream.k8s.trigger.ReleaseRules;
import io.evalstream.k8s.webhook.WebhookSecrets;

import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the user may choose about pushes of images and what is done for them on one machine. */
final class ReleaseOptions {

    @Option(
            names = "--webhook-port",
            paramLabel = "PORT",
            converter = Ports.Converter.class,
            description = "Webhook of the registry and metrics; 0 for a free port.")
    private int port;

    @Option(
            names = "--webhook-secrets",
            paramLabel = "FILE",
            description =
                    "A secret per line that deliveries may be signed with. Default: webhook-secret"
                            + " in the data directory, made at the first start.")
    private Path secrets;

    @Option(
            names = "--releases",
            paramLabel = "FILE",
            description =
                    "Which images and tags are releases, and what their runs do; as the controller"
                            + " of a cluster reads it. Default: the bundled items, for every image"
                            + " of --image.")
    private Path rules;

    @Option(
            names = "--image",
            paramLabel = "NAME",
            description =
                    "Image whose pushes are taken, * for a part of a name; may be repeated."
                            + " Default: ghcr.io/*/*. Not with --releases.")
    private List<String> images;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8000/v1",
            description =
                    "Server of the model under test, for runs that name none. Default:"
                            + " ${DEFAULT-VALUE}.")
    private URI endpoint;

    @Option(
            names = "--runner",
            paramLabel = "CMD",
            description =
                    "Command of the program that asks the model, before its arguments; in blanks,"
                            + " without quotes. Default: eval/runner/run.sh.")
    private String runner;

    /**
     * Before anything is started.
     *
     * @throws UsageException naming the option that cannot be used
     */
    void check() throws UnusableFileException {
        endpoint();
        if (rules().isPresent()) {
            ReleaseRules.read(rules);
        }
        if (secrets != null && WebhookSecrets.read(secrets).isEmpty()) {
            throw new UsageException("--webhook-secrets: " + secrets + " has no secret");
        }
    }

    int port() {
        return port;
    }

    Optional<Path> secrets() {
        return Optional.ofNullable(secrets);
    }

    Optional<Path> rules() {
        if (rules != null && images != null) {
            throw new UsageException("--image: not with --releases, whose file names the images");
        }
        return Optional.ofNullable(rules);
    }

    List<String> images() {
        return images == null ? List.of("ghcr.io/*/*") : images;
    }

    String endpoint() {
        String scheme = endpoint.getScheme();
        if (endpoint.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new UsageException(
                    "--endpoint: '" + endpoint + "' is not like http://127.0.0.1:8000/v1");
        }
        return endpoint.toString();
    }

    List<String> runner(Path home) {
        return runner == null || runner.isBlank()
                ? List.of(home.resolve("eval/runner/run.sh").toString())
                : List.of(runner.strip().split("\\s+"));
    }
}
