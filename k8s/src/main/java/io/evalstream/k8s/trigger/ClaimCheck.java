package io.evalstream.k8s.trigger;

import io.evalstream.k8s.registry.RegistryException;

import java.util.List;

/** Finds out which releases a claim is about. */
@FunctionalInterface
public interface ClaimCheck {

    /**
     * The releases a claim is about.
     *
     * @return none when there is no such release
     * @throws RegistryException when who should know does not say
     */
    List<Release> releases(Claim claim, ReleaseRules rules)
            throws RegistryException, InterruptedException;

    /**
     * Believes the digest that a delivery names, for where no registry is asked; a claim without
     * one is about nothing.
     */
    static List<Release> believed(Claim claim, ReleaseRules rules) {
        return rules.ruleFor(claim.image(), claim.tag()).isPresent()
                        && Release.DIGEST.matcher(claim.digest()).matches()
                ? List.of(new Release(claim.image(), claim.tag(), claim.digest()))
                : List.of();
    }
}
