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

/** Finds out what a claim means, and sees to it that each release of it has its run. */
public final class ReleaseStarter {

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseStarter.class);

    private final Supplier<ReleaseRules> rules;
    private final ClaimCheck check;
    private final RunCreator creator;
    private final ControllerMetrics metrics;

    public ReleaseStarter(
            Supplier<ReleaseRules> rules,
            RegistryClient registry,
            RunCreator creator,
            ControllerMetrics metrics) {
        this(rules, new RegistryCheck(registry), creator, metrics);
    }

    public ReleaseStarter(
            Supplier<ReleaseRules> rules,
            ClaimCheck check,
            RunCreator creator,
            ControllerMetrics metrics) {
        this.rules = rules;
        this.check = check;
        this.creator = creator;
        this.metrics = metrics;
    }

    /**
     * Starts what the claim is about.
     *
     * @return the runs there are now for it; none if it is about no release
     * @throws RegistryException when the registry does not say
     */
    public List<RunCreator.Outcome> start(Claim claim)
            throws RegistryException, InterruptedException {
        List<RunCreator.Outcome> outcomes = new ArrayList<>();
        for (Release release : check.releases(claim, rules.get())) {
            Optional<ReleaseRule> rule = rules.get().ruleFor(release.image(), release.tag());
            if (rule.isPresent()) {
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
}
