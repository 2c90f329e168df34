package io.evalstream.jobs.quality;

import io.evalstream.contract.Outcome;
import io.evalstream.contract.SampleEvent;
import io.evalstream.udfs.verdict.MetricCatalogue;

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
     * A score that enters a series, or leaves it because a better attempt replaces it.
     *
     * @param sign 1 or -1
     */
    public record Update(RollingKey key, long tsMillis, double score, int sign) {}

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

    /** Splits a sample into what changes in its series: whole task and slice, old and new score. */
    static void updates(AcceptedSample sample, MetricCatalogue catalogue, Collector<Update> out) {
        SampleEvent event = sample.event();
        // First: in a pane that has expired meanwhile there is nothing to take it from.
        if (sample.replaces()) {
            double before =
                    catalogue.score(
                            event.task(),
                            event.metric(),
                            Outcome.values()[sample.replacedOutcome()],
                            sample.replacedValue(),
                            event.higherIsBetter());
            update(event, sample.replacedTsMillis(), before, -1, out);
        }
        double score =
                catalogue.score(
                        event.task(),
                        event.metric(),
                        event.outcome(),
                        event.value(),
                        event.higherIsBetter());
        update(event, event.tsMillis(), score, 1, out);
    }

    private static void update(
            SampleEvent event, long tsMillis, double score, int sign, Collector<Update> out) {
        if (Double.isNaN(score)) {
            return;
        }
        out.collect(new Update(RollingKey.of(event, ""), tsMillis, score, sign));
        if (!event.slice().isEmpty()) {
            out.collect(new Update(RollingKey.of(event, event.slice()), tsMillis, score, sign));
        }
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
            if (update.sign() < 0) {
                return; // The pane of the replaced score has expired; its rows stay as they are.
            }
            pane = new Pane(0, 0, 0, now, true);
        }
        panes.put(
                start,
                new Pane(
                        pane.sum() + update.sign() * update.score(),
                        pane.count() + update.sign(),
                        pane.changes() + 1,
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
