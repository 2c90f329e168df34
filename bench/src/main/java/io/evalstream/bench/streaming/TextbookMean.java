package io.evalstream.bench.streaming;

import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** The mean of a window, by sum and count. */
final class TextbookMean
        implements AggregateFunction<TextbookSample, TextbookMean.Sum, TextbookMean.Sum> {
    private static final long serialVersionUID = 1L;

    /** What a window has added up. */
    public static class Sum {
        public double sum;
        public long count;
    }

    /** A closed window. */
    public static class Window {
        public String model;
        public String modelTag;
        public String task;
        public String metric;
        public long start;
        public long end;
        public double mean;
        public long n;
    }

    @Override
    public Sum createAccumulator() {
        return new Sum();
    }

    @Override
    public Sum add(TextbookSample sample, Sum sum) {
        sum.sum += sample.value;
        sum.count++;
        return sum;
    }

    @Override
    public Sum getResult(Sum sum) {
        return sum;
    }

    @Override
    public Sum merge(Sum one, Sum other) {
        one.sum += other.sum;
        one.count += other.count;
        return one;
    }

    /** Makes the row of a closed window. */
    static final class Row extends ProcessWindowFunction<Sum, Window, String, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void process(
                String series, Context context, Iterable<Sum> sums, Collector<Window> out) {
            String[] parts = series.split("\t", -1);
            Sum sum = sums.iterator().next();
            Window window = new Window();
            window.model = parts[0].substring(0, parts[0].indexOf(':'));
            window.modelTag = parts[0];
            window.task = parts[1];
            window.metric = parts[2];
            window.start = context.window().getStart();
            window.end = context.window().getEnd();
            window.mean = sum.sum / sum.count;
            window.n = sum.count;
            out.collect(window);
        }
    }
}
