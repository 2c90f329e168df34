package io.evalstream.cli;

import io.evalstream.k8s.Controller;
import io.evalstream.k8s.files.UnusableFileException;
import io.evalstream.k8s.registry.ImageName;
import io.evalstream.k8s.registry.RegistryClient;
import io.evalstream.k8s.registry.RegistryException;
import io.evalstream.k8s.trigger.Release;
import io.evalstream.k8s.trigger.ReleaseRule;
import io.evalstream.k8s.trigger.ReleaseRules;
import io.evalstream.k8s.trigger.RunCreator;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** Makes the run of a release by hand, as a push would have. */
@Command(
        name = "trigger",
        mixinStandardHelpOptions = true,
        description = "Makes the run of a release by hand, unless there is one.")
final class ControllerTriggerCommand implements Callable<Integer> {

    private static final String SOURCE = "command";
    private static final int RETRIES = 2;
    private static final int CONNECT_MILLIS = 5000;

    @Mixin private ClusterOptions cluster;

    @Option(
            names = "--image",
            required = true,
            description = "The image without its tag, such as ghcr.io/owner/name.")
    private String image;

    @Option(names = "--tag", required = true, description = "The tag, such as release-2026.03.")
    private String tag;

    @Option(
            names = "--digest",
            description = "What the tag meant, sha256:…. Default: what it means in the registry.")
    private String digest;

    @Option(names = "--again", description = "Makes another run although there is one.")
    private boolean isAgain;

    @Option(names = "--dry-run", description = "Prints the run instead of making it.")
    private boolean isDry;

    @Override
    public Integer call() throws Exception {
        ImageName name =
                ImageName.parse(image)
                        .orElseThrow(
                                () ->
                                        new UsageException(
                                                "--image: '"
                                                        + image
                                                        + "' is not like ghcr.io/owner/name"));
        if (!Release.TAG.matcher(tag).matches()) {
            throw new UsageException("--tag: '" + tag + "' is no tag");
        }
        if (digest != null && !Release.DIGEST.matcher(digest).matches()) {
            throw new UsageException(
                    "--digest: '" + digest + "' is not sha256: and 64 hexadecimal digits");
        }
        ReleaseRule rule = rule(name);
        Release release = new Release(name, tag, digest == null ? resolved(name) : digest);
        try (KubernetesClient client = client()) {
            RunCreator creator = new RunCreator(client, cluster.namespace());
            Console console = Console.standard();
            if (isDry) {
                console.result(Serialization.asYaml(creator.draft(release, rule.run(), SOURCE)));
                return ExitCode.PASS;
            }
            RunCreator.Outcome outcome =
                    isAgain
                            ? creator.createAnother(release, rule.run(), SOURCE)
                            : creator.create(release, rule.run(), SOURCE);
            console.result(outcome.run() + (outcome.isNew() ? " made" : " was there"));
            return ExitCode.PASS;
        }
    }

    private ReleaseRule rule(ImageName name) throws UnusableFileException {
        return ReleaseRules.read(cluster.configuration())
                .ruleFor(name, tag)
                .orElseThrow(
                        () ->
                                new UsageException(
                                        String.format(
                                                "--tag: no rule of %s is about %s:%s",
                                                cluster.configuration(), name, tag)));
    }

    private String resolved(ImageName name)
            throws UnusableFileException, RegistryException, InterruptedException {
        RegistryClient registry =
                Controller.registry(
                        cluster.registryCredentials(),
                        cluster.tokenHosts(),
                        cluster.registryTimeout());
        return registry.resolve(name, tag)
                .orElseThrow(
                        () ->
                                new UsageException(
                                        String.format(
                                                "--tag: the registry has no %s:%s; push it, or say"
                                                        + " its digest",
                                                name, tag)));
    }

    /** Somebody is waiting, so a server that is not there is not waited for long. */
    private static KubernetesClient client() {
        Config config = Config.autoConfigure(null);
        config.setRequestRetryBackoffLimit(RETRIES);
        config.setConnectionTimeout(CONNECT_MILLIS);
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
