package io.evalstream.k8s.webhook;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Remembers the numbers of the last deliveries that were taken. */
public final class DeliveryMemory {

    private final int capacity;
    private final Set<String> deliveries = new LinkedHashSet<>();

    /**
     * @param capacity over which the oldest is forgotten
     */
    public DeliveryMemory(int capacity) {
        this.capacity = capacity;
    }

    /** Whether it is new; it is remembered from now on. */
    synchronized boolean add(String delivery) {
        if (!deliveries.add(delivery)) {
            return false;
        }
        if (deliveries.size() > capacity) {
            Iterator<String> oldest = deliveries.iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }

    /** Takes one as new again: what it told of was not done, and a second time may help. */
    public synchronized void forget(String delivery) {
        deliveries.remove(delivery);
    }
}
