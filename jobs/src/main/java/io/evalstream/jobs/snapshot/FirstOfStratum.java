package io.evalstream.jobs.snapshot;

import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Counts the queries of a stratum and hands on the first of its random order, as many as the whole
 * sample may have.
 *
 * <p>Only for batch execution, which hands over one key after the other, and ends each with the
 * timers of its key: what is kept is kept for one stratum at a time.
 */
final class FirstOfStratum extends KeyedProcessFunction<String, CleanQuery, Candidate> {
    private static final long serialVersionUID = 1L;

    private final int size;

    private transient PriorityQueue<CleanQuery> first;
    private transient long queries;

    FirstOfStratum(int size) {
        this.size = size;
    }

    @Override
    public void processElement(CleanQuery query, Context context, Collector<Candidate> out) {
        if (queries++ == 0) {
            first = new PriorityQueue<>(CleanQuery.RANDOM_ORDER.reversed());
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        }
        first.add(query);
        if (first.size() > size) {
            first.remove();
        }
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Candidate> out) {
        List<CleanQuery> ordered = new ArrayList<>(first);
        ordered.sort(CleanQuery.RANDOM_ORDER);
        for (int place = 0; place < ordered.size(); place++) {
            out.collect(new Candidate(ordered.get(place), queries, place));
        }
        queries = 0;
        first = null;
    }
}
