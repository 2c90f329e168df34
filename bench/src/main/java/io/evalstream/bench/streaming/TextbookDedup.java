package io.evalstream.bench.streaming;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Lets each id pass once. */
final class TextbookDedup extends KeyedProcessFunction<String, TextbookSample, TextbookSample> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<Boolean> seen;

    @Override
    public void open(OpenContext context) {
        seen = getRuntimeContext().getState(new ValueStateDescriptor<>("seen", Boolean.class));
    }

    @Override
    public void processElement(
            TextbookSample sample, Context context, Collector<TextbookSample> out)
            throws Exception {
        if (seen.value() == null) {
            seen.update(true);
            out.collect(sample);
        }
    }
}
