package io.evalstream.k8s.reconcile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What follows from what is seen.
 *
 * @param actions in their order, before the status is written
 * @param lookAgain after this at the latest; empty when nothing more happens
 */
record Decision(List<Action> actions, Optional<Duration> lookAgain) {

    Decision {
        actions = List.copyOf(actions);
    }

    /** For what can be done at once when the status is written. */
    static final Duration SOON = Duration.ofMillis(200);

    /** For what ends by itself, and of which there may be no event. */
    static final Duration WHILE_ENDING = Duration.ofSeconds(2);

    static final Duration WHILE_WAITING = Duration.ofSeconds(15);

    static Decision again(List<Action> actions, Duration after) {
        return new Decision(actions, Optional.of(after));
    }

    static Decision done() {
        return new Decision(List.of(), Optional.empty());
    }
}
