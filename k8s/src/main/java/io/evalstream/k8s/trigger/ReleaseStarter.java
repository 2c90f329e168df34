package io.evalstream.k8s.trigger;

import io.evalstream.k8s.metrics.ControllerMetrics;
import io.evalstream.k8s.registry.RegistryClient;
import io.evalstream.k8s.registry.RegistryException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks the registry what a claim means, and sees to it that each release of it has its run. */
public final class ReleaseStarter {

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseStarter.class);
    private static final int MOST_TAGS_LOOKED_AT = 500;

    private final Supplier<ReleaseRules> rules;
    private final RegistryClient registry;
    private final RunCreator creator;
    private final ControllerMetrics metrics;

    public ReleaseStarter(
            Supplier<ReleaseRules> rules,
            RegistryClient registry,
            RunCreator creator,
            ControllerMetrics metrics) {
        this.rules = rules;
        this.registry = registry;
        this.creator = creator;
        this.metrics = metrics;
    }

    /**
     * Starts what the claim is about. A tag counts with the digest that it has in the registry now;
     * a tag that is no release stands for the releases of the same digest.
     *
     * @return the runs there are now for it; none if the registry knows of no such release
     * @throws RegistryException when the registry does not say
     */
    public List<RunCreator.Outcome> start(Claim claim)
            throws RegistryException, InterruptedException {
        List<RunCreator.Outcome> outcomes = new ArrayList<>();
        for (String tag : tags(claim)) {
            Optional<String> digest = registry.resolve(claim.image(), tag);
            Optional<ReleaseRule> rule = rules.get().ruleFor(claim.image(), tag);
            if (digest.isPresent() && rule.isPresent()) {
                Release release = new Release(claim.image(), tag, digest.get());
                outcomes.add(create(release, rule.get().run(), claim.source()));
            }
        }
        if (outcomes.isEmpty()) {
            LOG.info("{}: the registry knows of no such release", claim);
            metrics.released(claim.source(), "unknown");
        }
        return outcomes;
    }

    /** Makes the run of a release whose digest is known to be true, unless there is one. */
    private RunCreator.Outcome create(Release release, RunTemplate template, String source) {
        RunCreator.Outcome outcome = creator.create(release, template, source);
        metrics.released(source, outcome.isNew() ? "created" : "exists");
        LOG.info(
                "{}: run {} {}, told by {}",
                release,
                outcome.run(),
                outcome.isNew() ? "made" : "was there",
                source);
        return outcome;
    }

    private List<String> tags(Claim claim) throws RegistryException, InterruptedException {
        if (rules.get().ruleFor(claim.image(), claim.tag()).isPresent()) {
            return List.of(claim.tag());
        }
        List<String> releases = new ArrayList<>();
        for (String tag : registry.tags(claim.image())) {
            if (Release.TAG.matcher(tag).matches()
                    && rules.get().ruleFor(claim.image(), tag).isPresent()) {
                releases.add(tag);
            }
        }
        int from = Math.max(0, releases.size() - MOST_TAGS_LOOKED_AT);
        List<String> same = new ArrayList<>();
        for (String tag : releases.subList(from, releases.size())) {
            if (registry.peek(claim.image(), tag).filter(claim.digest()::equals).isPresent()) {
                same.add(tag);
            }
        }
        return same;
    }
}
