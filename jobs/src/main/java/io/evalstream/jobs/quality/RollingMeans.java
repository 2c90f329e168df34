package io.evalstream.jobs.quality;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Means over sliding event-time windows.
 *
 * <p>Samples are summed in panes of one slide each, so that the cost of a sample does not depend on
 * how many windows it is in. Changed windows are emitted again shortly after a change instead of
 * once at a watermark: dashboards move while a window fills, and results of an older run that
 * arrive after a newer one are not late. Readers keep the row with the most changes behind it.
 */
final class RollingMeans
        extends KeyedProcessFunction<RollingKey, RollingMeans.Update, RollingMean> {
    private static final long serialVersionUID = 1L;

    /**
     * Scores that enter a pane, or one that leaves it because a better attempt replaces it.
     *
     * @param tsMillis a moment of the pane
     * @param sum of the scores that enter; of the one that leaves, its negative
     * @param count number of scores that enter, or −1
     */
    public record Update(RollingKey key, long tsMillis, double sum, long count) {}

    /**
     * Scores of one slide.
     *
     * @param changes how many scores have entered or left it
     * @param changedAt when it last changed (processing time)
     * @param dirty whether that has not been emitted yet
     */
    public record Pane(double sum, long count, long changes, long changedAt, boolean dirty) {}

    private final long windowMillis;
    private final long slideMillis;
    private final long flushMillis;
    private final long retentionMillis;
    private transient MapState<Long, Pane> panes;
    private transient ValueState<Long> timer;

    /**
     * @param window length of a window, a multiple of {@code slide}
     * @param slide distance between window starts
     * @param flush how long a change may wait before it is emitted
     * @param retention how long a pane is kept after its last change
     */
    RollingMeans(Duration window, Duration slide, Duration flush, Duration retention) {
        if (slide.isNegative() || slide.isZero() || window.toMillis() % slide.toMillis() != 0) {
            throw new IllegalArgumentException(
                    "rolling.window " + window + " must be a multiple of rolling.slide " + slide);
        }
        this.windowMillis = window.toMillis();
        this.slideMillis = slide.toMillis();
        this.flushMillis = flush.toMillis();
        this.retentionMillis = retention.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        panes =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "panes",
                                        TypeInformation.of(Long.class),
                                        TypeInformation.of(Pane.class)));
        timer =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "timer", TypeInformation.of(Long.class)));
    }

    @Override
    public void processElement(Update update, Context context, Collector<RollingMean> out)
            throws Exception {
        long now = context.timerService().currentProcessingTime();
        long start = Math.floorDiv(update.tsMillis(), slideMillis) * slideMillis;
        Pane pane = panes.get(start);
        if (pane == null) {
            if (update.count() < 0) {
                return; // The pane of the replaced score has expired; its rows stay as they are.
            }
            pane = new Pane(0, 0, 0, now, true);
        }
        panes.put(
                start,
                new Pane(
                        pane.sum() + update.sum(),
                        pane.count() + update.count(),
                        pane.changes() + Math.abs(update.count()),
                        now,
                        true));
        schedule(context, now + flushMillis);
    }

    private void schedule(Context context, long time) throws Exception {
        Long scheduled = timer.value();
        if (scheduled != null && scheduled <= time) {
            return;
        }
        if (scheduled != null) {
            context.timerService().deleteProcessingTimeTimer(scheduled);
        }
        context.timerService().registerProcessingTimeTimer(time);
        timer.update(time);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<RollingMean> out)
            throws Exception {
        timer.clear();
        emitChanged(context.getCurrentKey(), out);
        long next = expire(time);
        if (next != Long.MAX_VALUE) {
            schedule(context, next);
        }
    }

    private void emitChanged(RollingKey key, Collector<RollingMean> out) throws Exception {
        TreeSet<Long> windows = new TreeSet<>();
        List<Map.Entry<Long, Pane>> changed = new ArrayList<>();
        for (Map.Entry<Long, Pane> entry : panes.entries()) {
            if (entry.getValue().dirty()) {
                changed.add(Map.entry(entry.getKey(), entry.getValue()));
                long last = entry.getKey();
                for (long w = last - windowMillis + slideMillis; w <= last; w += slideMillis) {
                    windows.add(w);
                }
            }
        }
        for (Map.Entry<Long, Pane> entry : changed) {
            Pane pane = entry.getValue();
            panes.put(
                    entry.getKey(),
                    new Pane(pane.sum(), pane.count(), pane.changes(), pane.changedAt(), false));
        }
        for (long window : windows) {
            emitWindow(key, window, out);
        }
    }

    private void emitWindow(RollingKey key, long start, Collector<RollingMean> out)
            throws Exception {
        double sum = 0;
        long count = 0;
        long changes = 0;
        for (long pane = start; pane < start + windowMillis; pane += slideMillis) {
            Pane content = panes.get(pane);
            if (content != null) {
                sum += content.sum();
                count += content.count();
                changes += content.changes();
            }
        }
        double mean = count == 0 ? Double.NaN : sum / count;
        out.collect(new RollingMean(key, start, start + windowMillis, mean, count, changes));
    }

    /** Forgets old panes and returns when the next one will be old. */
    private long expire(long now) throws Exception {
        List<Long> expired = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (Map.Entry<Long, Pane> entry : panes.entries()) {
            long end = entry.getValue().changedAt() + retentionMillis;
            if (end <= now) {
                expired.add(entry.getKey());
            } else {
                next = Math.min(next, end);
            }
        }
        for (long pane : expired) {
            panes.remove(pane);
        }
        return next;
    }
}
