package io.evalstream.k8s;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a replica of the controller is set up.
 *
 * @param webhookAddress port 0 is any free one
 * @param observationAddress of health and metrics
 * @param namespace of the runs and of the lease
 * @param identity that no other replica has
 * @param configuration file of {@link io.evalstream.k8s.trigger.ReleaseRules}
 * @param webhookSecrets file with a secret per line, or folder with a secret per file
 * @param registryCredentials file {@code config.json} of Docker; none for public images
 * @param tokenHosts that may issue tokens for registries on other hosts
 * @param registryTimeout of one request
 * @param debounce for which a push waits for its likes
 * @param pollInterval from the end of a poll to the next
 * @param pollWindow how old a release may be that a poll finds
 * @param mostRunsPerPoll runs that one poll makes
 */
public record ReplicaOptions(
        InetSocketAddress webhookAddress,
        InetSocketAddress observationAddress,
        String namespace,
        String identity,
        Path configuration,
        Path webhookSecrets,
        Optional<Path> registryCredentials,
        Set<String> tokenHosts,
        Duration registryTimeout,
        Duration debounce,
        Duration pollInterval,
        Duration pollWindow,
        int mostRunsPerPoll) {}
