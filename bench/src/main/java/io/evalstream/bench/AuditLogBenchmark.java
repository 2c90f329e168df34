package io.evalstream.bench;

import io.evalstream.jobs.audit.AuditRecord;
import io.evalstream.jobs.audit.SegmentWriter;
import io.evalstream.jobs.kafka.KafkaRecord;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import java.util.concurrent.TimeUnit;

/**
 * What the audit log costs where events are read: a line of the event's 281 bytes, compressed.
 *
 * <p>Run with
 *
 * <pre>{@code
 * mvn -q -pl bench -am package -DskipTests
 * java -cp "$(cat bench/target/classpath):bench/target/classes" \
 *     io.evalstream.bench.AuditLogBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class AuditLogBenchmark {
    private static final int RECORDS = 1024;

    /** Runs that send at the same time. */
    @Param({"1", "4", "1000"})
    private int runs;

    private KafkaRecord[] records;
    private String[] runIds;
    private SegmentWriter writer;
    private long lines;
    private long bytes;
    private int next;

    /** Runs this benchmark; the arguments are JMH's own. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        new Runner(
                        new OptionsBuilder()
                                .parent(new CommandLineOptions(arguments))
                                .include(AuditLogBenchmark.class.getSimpleName())
                                .build())
                .run();
    }

    @Setup
    public void generate() {
        byte[][] events = SampleRecords.generate(RECORDS, 1, false);
        records = new KafkaRecord[RECORDS];
        runIds = new String[RECORDS];
        String[] names = new String[runs];
        for (int run = 0; run < runs; run++) {
            names[run] = "run-" + run;
        }
        for (int i = 0; i < RECORDS; i++) {
            records[i] = new KafkaRecord("samples", i & 3, i, events[i]);
            runIds[i] = names[i % runs];
        }
        writer =
                new SegmentWriter(
                        segment -> {
                            lines += segment.lines();
                            bytes += segment.frame().length;
                        });
    }

    @TearDown
    public void close() {
        System.out.printf("%.1f bytes of the log for each event%n", (double) bytes / lines);
        writer.close();
    }

    @Benchmark
    public void line() {
        int i = next++ & (RECORDS - 1);
        writer.add(AuditRecord.event(AuditRecord.Kind.SAMPLE, runIds[i], records[i]));
    }
}
