package io.evalstream.k8s.trigger;

import io.evalstream.k8s.registry.RegistryClient;
import io.evalstream.k8s.registry.RegistryException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the registry. A tag counts with the digest that it has there now; a tag that is no release
 * stands for the releases of the same digest.
 */
final class RegistryCheck implements ClaimCheck {

    private static final int MOST_TAGS_LOOKED_AT = 500;

    private final RegistryClient registry;

    RegistryCheck(RegistryClient registry) {
        this.registry = registry;
    }

    @Override
    public List<Release> releases(Claim claim, ReleaseRules rules)
            throws RegistryException, InterruptedException {
        List<Release> releases = new ArrayList<>();
        for (String tag : tags(claim, rules)) {
            Optional<String> digest = registry.resolve(claim.image(), tag);
            digest.ifPresent(now -> releases.add(new Release(claim.image(), tag, now)));
        }
        return releases;
    }

    private List<String> tags(Claim claim, ReleaseRules rules)
            throws RegistryException, InterruptedException {
        if (rules.ruleFor(claim.image(), claim.tag()).isPresent()) {
            return List.of(claim.tag());
        }
        List<String> releases = new ArrayList<>();
        for (String tag : registry.tags(claim.image())) {
            if (Release.TAG.matcher(tag).matches()
                    && rules.ruleFor(claim.image(), tag).isPresent()) {
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
