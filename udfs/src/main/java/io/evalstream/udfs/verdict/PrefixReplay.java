package io.evalstream.udfs.verdict;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/**
 * Repeats a walk along the dispatch order from where the samples that arrived since have changed
 * it.
 *
 * <p>Three kinds of saved walks make that cheap: the one up to the latest evaluation, which samples
 * in order just extend; the one along the prefix without gaps, which no later arrival can touch;
 * and one every so many samples, so that a sample lost for good does not make all later arrivals
 * repeat the whole run. A walk costs one step per sample between the earliest change and the latest
 * arrival, about the number of requests in flight.
 */
final class PrefixReplay<W extends PrefixReplay.Walk<W>> {

    /** What is known of a prefix of the dispatch order. */
    interface Walk<W> {

        /** How many samples of the dispatch order were taken, arrived or not. */
        int length();

        /** Takes the sample at {@code dispatchIndex}, which is {@link #length}. */
        void step(int dispatchIndex);

        /** Takes over the state of a walk along the same run. */
        void copyFrom(W other);
    }

    private static final int STEPS_PER_CHANGE = 8;

    private final Supplier<W> newWalk;
    private final int savedEvery;
    private final W latest;
    private final W gapless;
    private final List<W> saved = new ArrayList<>();
    private final BitSet arrived = new BitSet();

    private int arrivals;
    private int contiguous;
    private int evaluated;

    /** Shortest prefix that changed since the latest walk. */
    private int changedFrom;

    private int pending;

    /**
     * @param newWalk makes walks of length 0
     * @param savedEvery how many samples lie between two saved walks, at least 1
     */
    PrefixReplay(Supplier<W> newWalk, int savedEvery) {
        this.newWalk = newWalk;
        this.savedEvery = savedEvery;
        latest = newWalk.get();
        gapless = newWalk.get();
        saved.add(newWalk.get());
    }

    /** Takes note that what a step takes at this index has changed: a new score or a new value. */
    void changed(int dispatchIndex) {
        if (!arrived.get(dispatchIndex)) {
            arrived.set(dispatchIndex);
            arrivals++;
            contiguous = arrived.nextClearBit(contiguous);
        }
        changedFrom = pending == 0 ? dispatchIndex : Math.min(changedFrom, dispatchIndex);
        evaluated = Math.max(evaluated, dispatchIndex + 1);
        pending++;
    }

    /** How many changes there were since the latest walk. */
    int pending() {
        return pending;
    }

    /** How many samples have arrived. */
    int arrived() {
        return arrivals;
    }

    /** Length of the prefix that has arrived without a gap. */
    int contiguous() {
        return contiguous;
    }

    /** Length of the prefix up to the latest dispatched sample that has arrived. */
    int evaluated() {
        return evaluated;
    }

    /** Whether a walk costs not more than eight steps for each change. */
    boolean isDue() {
        if (pending == 0) {
            return false;
        }
        int from = latest.length() <= changedFrom ? latest.length() : lastUntouched().length();
        return evaluated - from <= STEPS_PER_CHANGE * pending;
    }

    /** The longest saved walk that ends before the first change. */
    private W lastUntouched() {
        W nearest = saved.get(changedFrom / savedEvery);
        int reached = gapless.length();
        return reached <= changedFrom && reached >= nearest.length() ? gapless : nearest;
    }

    /** Walks up to the latest arrival; the walk as of the latest call is {@link #latest}. */
    void walk() {
        if (pending == 0) {
            return;
        }
        pending = 0;
        if (latest.length() > changedFrom) {
            latest.copyFrom(lastUntouched());
        }
        if (gapless.length() > changedFrom) {
            // Only a value that was replaced gets here.
            gapless.copyFrom(saved.get(changedFrom / savedEvery));
        }
        for (int i = latest.length(); i < evaluated; i++) {
            if (i % savedEvery == 0) {
                save(i / savedEvery);
            }
            if (i == contiguous) {
                gapless.copyFrom(latest);
            }
            latest.step(i);
        }
    }

    private void save(int place) {
        if (place == saved.size()) {
            saved.add(newWalk.get());
        }
        saved.get(place).copyFrom(latest);
    }

    /** The walk up to the latest dispatched sample that had arrived at the latest evaluation. */
    W latest() {
        return latest;
    }
}
