package io.evalstream.k8s.trigger;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.metrics.ControllerMetrics;
import io.evalstream.k8s.registry.ImageName;
import io.evalstream.k8s.registry.RegistryClient;
import io.evalstream.k8s.registry.RegistryException;
import io.fabric8.kubernetes.client.KubernetesClientException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks for releases that nobody told of. What it knows is in Kubernetes and in the registry: a
 * release that has no run and is young enough gets one.
 *
 * <p>Registries do not list what is under a name with a star, so of those it looks at the images
 * that have had a run before.
 */
public final class ReleasePoller {

    /** What told of the pushes that are found here. */
    public static final String SOURCE = "poller";

    private static final Logger LOG = LoggerFactory.getLogger(ReleasePoller.class);

    private final Supplier<ReleaseRules> rules;
    private final RegistryClient registry;
    private final RunCreator creator;
    private final ReleaseStarter starter;
    private final ControllerMetrics metrics;
    private final Duration window;
    private final int mostPerPoll;
    private final Clock clock;

    /**
     * @param window how old the image of a release may be; older ones had their chance, and without
     *     it the first start would evaluate everything that was ever released
     * @param mostPerPoll runs that one poll makes
     */
    public ReleasePoller(
            Supplier<ReleaseRules> rules,
            RegistryClient registry,
            RunCreator creator,
            ReleaseStarter starter,
            ControllerMetrics metrics,
            Duration window,
            int mostPerPoll,
            Clock clock) {
        this.rules = rules;
        this.registry = registry;
        this.creator = creator;
        this.starter = starter;
        this.metrics = metrics;
        this.window = window;
        this.mostPerPoll = mostPerPoll;
        this.clock = clock;
    }

    /**
     * Looks once; an image that cannot be looked at does not keep the others from it.
     *
     * @return how many runs were made
     */
    public int poll() throws InterruptedException {
        int made = 0;
        boolean isWhole = true;
        try {
            List<EvalRun> runs = creator.all();
            Set<String> known = new HashSet<>();
            for (EvalRun run : runs) {
                if (run.getSpec() != null) {
                    known.add(
                            key(
                                    run.getSpec().image(),
                                    run.getSpec().tag(),
                                    run.getSpec().digest()));
                }
            }
            for (ImageName image : images(runs)) {
                try {
                    made += poll(image, known, mostPerPoll - made);
                    metrics.polled("done");
                } catch (RegistryException e) {
                    isWhole = false;
                    metrics.polled("failed");
                    LOG.warn("{}; the next poll tries again", e.getMessage());
                }
            }
        } catch (KubernetesClientException e) {
            isWhole = false;
            metrics.polled("failed");
            LOG.warn("{}; the next poll tries again", ReleaseIntake.line(e));
        }
        if (isWhole) {
            metrics.polledAll(clock.instant());
        }
        return made;
    }

    private Set<ImageName> images(List<EvalRun> runs) {
        Set<ImageName> images = new LinkedHashSet<>(rules.get().namedImages());
        for (EvalRun run : runs) {
            if (run.getSpec() != null) {
                ImageName.parse(run.getSpec().image())
                        .filter(rules.get()::coverImage)
                        .ifPresent(images::add);
            }
        }
        return images;
    }

    private int poll(ImageName image, Set<String> known, int most)
            throws RegistryException, InterruptedException {
        int made = 0;
        for (String tag : registry.tags(image)) {
            Optional<ReleaseRule> rule = rules.get().ruleFor(image, tag);
            if (rule.isEmpty() || !Release.TAG.matcher(tag).matches()) {
                continue;
            }
            Optional<String> digest = registry.peek(image, tag);
            if (digest.isEmpty() || known.contains(key(image.toString(), tag, digest.get()))) {
                continue;
            }
            if (!isYoung(image, tag, digest.get())) {
                continue;
            }
            if (made >= most) {
                LOG.warn("{}:{} waits: a poll makes {} runs at most", image, tag, mostPerPoll);
                return made;
            }
            Claim claim = new Claim(image, tag, digest.get(), SOURCE, "");
            for (RunCreator.Outcome outcome : starter.start(claim)) {
                made += outcome.isNew() ? 1 : 0;
            }
        }
        return made;
    }

    private boolean isYoung(ImageName image, String tag, String digest)
            throws RegistryException, InterruptedException {
        Optional<Instant> created = registry.createdAt(image, digest);
        if (created.isEmpty()) {
            metrics.released(SOURCE, "undated");
            LOG.debug("{}:{} does not say when it was made; trigger it by hand", image, tag);
            return false;
        }
        return created.get().isAfter(clock.instant().minus(window));
    }

    private static String key(String image, String tag, String digest) {
        return image + ":" + tag + "@" + digest;
    }
}
