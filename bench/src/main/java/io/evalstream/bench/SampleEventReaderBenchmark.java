package io.evalstream.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;

import io.evalstream.contract.RejectedEventException;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SampleEventReader;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Time to parse, validate and identify one event of 281 bytes and 12 fields, beside Jackson, which
 * here only parses.
 *
 * <p>Run with
 *
 * <pre>{@code
 * mvn -q -pl bench -am package -DskipTests
 * java -cp "$(cat bench/target/classpath):bench/target/classes" \
 *     io.evalstream.bench.SampleEventReaderBenchmark
 * }</pre>
 *
 * <p>JMH options may follow, for example {@code -f 5} or {@code -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SampleEventReaderBenchmark {
    private static final int RECORDS = 1024;

    private final SampleEventReader reader = new SampleEventReader();
    private final ObjectReader tree = new ObjectMapper().readerFor(JsonNode.class);
    private final ObjectReader databind = new ObjectMapper().readerFor(BoundSample.class);
    private final JsonFactory factory = new JsonFactory();
    private byte[][] records;
    private byte[][] identified;
    private int next;

    /** The 12 fields of the records, as databind sees them. */
    public record BoundSample(
            String run_id,
            String model_tag,
            String task,
            String metric,
            String item_key,
            double value,
            long ts,
            int shard,
            int dispatch_index,
            double latency_ms,
            int repeat,
            String slice) {}

    /** Runs this benchmark; the arguments are JMH's own. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        new Runner(
                        new OptionsBuilder()
                                .parent(new CommandLineOptions(arguments))
                                .include(SampleEventReaderBenchmark.class.getSimpleName())
                                .build())
                .run();
    }

    @Setup
    public void generate() {
        records = SampleRecords.generate(RECORDS, 1, false);
        identified = SampleRecords.generate(RECORDS, 1, true);
    }

    /** Parse, validate, SHA-256 of the identifying fields. */
    @Benchmark
    public SampleEvent reader() throws RejectedEventException {
        return reader.read(records[next++ & (RECORDS - 1)]);
    }

    /** The same for records that carry an id of their own, so that nothing is hashed. */
    @Benchmark
    public SampleEvent readerWithoutHashing() throws RejectedEventException {
        return reader.read(identified[next++ & (RECORDS - 1)]);
    }

    @Benchmark
    public JsonNode jacksonTree() throws IOException {
        return tree.readValue(records[next++ & (RECORDS - 1)]);
    }

    @Benchmark
    public BoundSample jacksonDatabind() throws IOException {
        return databind.readValue(records[next++ & (RECORDS - 1)]);
    }

    /** Every name and value once, none of them kept. */
    @Benchmark
    public void jacksonStreaming(Blackhole sink) throws IOException {
        try (JsonParser parser = factory.createParser(records[next++ & (RECORDS - 1)])) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case FIELD_NAME -> sink.consume(parser.currentName());
                    case VALUE_STRING -> sink.consume(parser.getText());
                    case VALUE_NUMBER_INT -> sink.consume(parser.getLongValue());
                    case VALUE_NUMBER_FLOAT -> sink.consume(parser.getDoubleValue());
                    default -> sink.consume(token);
                }
            }
        }
    }
}
