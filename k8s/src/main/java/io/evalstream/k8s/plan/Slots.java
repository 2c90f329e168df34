package io.evalstream.k8s.plan;

import java.util.List;

/** Shares out how many runner pods there may be at once. */
public final class Slots {

    private Slots() {}

    /**
     * Gives each group as many pods as it has shards left, the first ones first, until none is
     * over.
     *
     * @param left shards of each group that have not ended
     * @param atOnce pods of all groups together
     * @return pods of each group
     */
    public static int[] share(List<Integer> left, int atOnce) {
        int[] shares = new int[left.size()];
        int free = atOnce;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.min(left.get(i), free);
            free -= shares[i];
        }
        return shares;
    }
}
