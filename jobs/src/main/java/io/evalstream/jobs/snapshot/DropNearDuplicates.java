package io.evalstream.jobs.snapshot;

import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Hands on the queries whose positions are not among the near duplicates.
 *
 * <p>Only for batch execution, see {@link FirstOfStratum}.
 */
final class DropNearDuplicates extends KeyedCoProcessFunction<Long, CleanQuery, Long, CleanQuery> {
    private static final long serialVersionUID = 1L;

    private transient CleanQuery query;
    private transient boolean isDuplicate;

    @Override
    public void processElement1(CleanQuery value, Context context, Collector<CleanQuery> out) {
        query = value;
        context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }

    @Override
    public void processElement2(Long position, Context context, Collector<CleanQuery> out) {
        isDuplicate = true;
        context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<CleanQuery> out) {
        if (query != null && !isDuplicate) {
            out.collect(query);
        }
        query = null;
        isDuplicate = false;
    }
}
