package io.evalstream.k8s.reconcile;

import io.evalstream.contract.RunEvent;

/** Tells the topics what the controller does with a run. Told twice is told once. */
public interface RunAnnouncer {

    /**
     * Returns when the event is acknowledged.
     *
     * @throws UnavailableException when it cannot be sent now
     */
    void announce(RunEvent event);
}
