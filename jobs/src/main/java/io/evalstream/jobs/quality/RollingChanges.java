package io.evalstream.jobs.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Adds up the scores that enter the panes of rolling means, so that a pane hears of many at once.
 *
 * <p>What has been added up is handed on before a checkpoint, so there is no state.
 */
final class RollingChanges {

    /** How many panes may wait. */
    private static final int MANY = 10_000;

    private final long slideMillis;
    private final Map<PaneKey, Sum> sums = new HashMap<>();
    private final List<Sum> pending = new ArrayList<>();
    private int generation;

    private record PaneKey(RollingKey key, long startMillis) {}

    /** The scores that have entered one pane. */
    static final class Sum {
        private final RollingKey key;
        private final long startMillis;
        private double sum;
        private long count;
        private int generation;

        private Sum(RollingKey key, long startMillis) {
            this.key = key;
            this.startMillis = startMillis;
        }
    }

    /**
     * @param slideMillis length of a pane
     */
    RollingChanges(long slideMillis) {
        this.slideMillis = slideMillis;
    }

    /** The rolling means that the results of one batch are in, as far as they have been met. */
    final class OfBatch {
        private final SeriesHead head;
        private final Sum[] bySlice;

        /** Room for the whole series and as many slices. */
        OfBatch(ObservationBatch batch) {
            head = batch.head();
            bySlice = new Sum[batch.texts().length + 1];
        }

        /** A score enters the whole series and its slice; a missing one does not. */
        void enter(Observation sample) {
            double score = sample.score();
            if (Double.isNaN(score)) {
                return;
            }
            long ts = sample.tsMillis();
            enter(-1, "", ts, score);
            int slice = sample.sliceNumber();
            if (slice >= 0) {
                enter(slice, sample.slice(), ts, score);
            }
        }

        private void enter(int number, String slice, long ts, double score) {
            Sum sum = bySlice[number + 1];
            if (sum == null
                    || sum.generation != generation
                    || ts < sum.startMillis
                    || ts >= sum.startMillis + slideMillis) {
                sum = sum(key(slice), ts);
                bySlice[number + 1] = sum;
            }
            sum.sum += score;
            sum.count++;
        }

        /** A score leaves; what entered its panes before goes first. */
        void leave(
                Observation replacing, long ts, double score, Consumer<RollingMeans.Update> out) {
            if (Double.isNaN(score)) {
                return;
            }
            drain(out);
            out.accept(new RollingMeans.Update(key(""), ts, -score, -1));
            if (replacing.sliceNumber() >= 0) {
                out.accept(new RollingMeans.Update(key(replacing.slice()), ts, -score, -1));
            }
        }

        private RollingKey key(String slice) {
            return new RollingKey(
                    head.model(),
                    head.modelTag(),
                    head.task(),
                    head.metric(),
                    head.filter(),
                    slice);
        }
    }

    private Sum sum(RollingKey key, long ts) {
        long start = Math.floorDiv(ts, slideMillis) * slideMillis;
        PaneKey pane = new PaneKey(key, start);
        Sum sum = sums.get(pane);
        if (sum == null) {
            sum = new Sum(key, start);
            sum.generation = generation;
            sums.put(pane, sum);
            pending.add(sum);
        }
        return sum;
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    boolean isFull() {
        return pending.size() >= MANY;
    }

    /** Hands everything on, in the order in which the panes were met. */
    void drain(Consumer<RollingMeans.Update> out) {
        for (Sum sum : pending) {
            out.accept(new RollingMeans.Update(sum.key, sum.startMillis, sum.sum, sum.count));
        }
        pending.clear();
        sums.clear();
        generation++;
    }
}
