package io.evalstream.cli;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the controller works, and who it is at registries. */
final class ClusterOptions {

    private static final Duration REGISTRY_TIMEOUT = Duration.ofSeconds(20);

    @Option(
            names = "--namespace",
            defaultValue = "${env:EVALSTREAM_NAMESPACE:-evalstream}",
            description =
                    "Namespace of the runs. Default: EVALSTREAM_NAMESPACE of the environment, else"
                            + " evalstream.")
    private String namespace;

    @Option(
            names = {"--template", "--configuration"},
            paramLabel = "FILE",
            description =
                    "Which pushes are releases, and what their runs do (YAML). Default:"
                            + " ${DEFAULT-VALUE}.")
    private Path configuration = Path.of("/etc/evalstream/releases.yaml");

    @Option(
            names = "--registry-credentials",
            paramLabel = "FILE",
            description =
                    "config.json of Docker, as secrets of the type dockerconfigjson hold it. Read"
                            + " again when it changes. Without it, only public images are seen.")
    private Path registryCredentials;

    @Option(
            names = "--token-host",
            paramLabel = "HOST",
            description =
                    "May issue tokens for a registry on another host, such as auth.docker.io."
                            + " Repeatable.")
    private List<String> tokenHosts = List.of();

    String namespace() {
        return namespace;
    }

    Path configuration() {
        return configuration;
    }

    Optional<Path> registryCredentials() {
        return Optional.ofNullable(registryCredentials);
    }

    Set<String> tokenHosts() {
        return new LinkedHashSet<>(tokenHosts);
    }

    Duration registryTimeout() {
        return REGISTRY_TIMEOUT;
    }
}
