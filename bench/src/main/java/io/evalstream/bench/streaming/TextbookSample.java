package io.evalstream.bench.streaming;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;

import java.io.IOException;
import java.util.HexFormat;

/** The event of the textbook job: a class with public fields, which Flink serializes by itself. */
public class TextbookSample {
    public String event_id;
    public String run_id;
    public String model_tag;
    public String task;
    public String metric;
    public String item_key;
    public int dispatch_index;
    public double value;
    public String slice;
    public long ts;
    public double latency_ms;
    public String output;

    /** Reads it with Jackson. */
    static final class Reader extends AbstractDeserializationSchema<TextbookSample> {
        private static final long serialVersionUID = 1L;

        private transient ObjectMapper mapper;

        @Override
        public void open(InitializationContext context) {
            mapper = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        }

        @Override
        public TextbookSample deserialize(byte[] bytes) throws IOException {
            return mapper.readValue(bytes, TextbookSample.class);
        }
    }

    byte[] eventIdBytes() {
        return HexFormat.of().parseHex(event_id);
    }

    String model() {
        return model_tag.substring(0, model_tag.indexOf(':'));
    }
}
