package io.evalstream.jobs.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.embedded.EmbeddedFlink;

import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A real job that fails again and again while it writes to a real engine. */
@Timeout(300)
class ClickHouseSinkITCase {

    private static final int ROWS = 40_000;
    private static final int FAILURES = 6;

    private static final ClickHouseTable<Long> NUMBERS =
            ClickHouseTable.<Long>named(Numbered.NAME)
                    .uint64("number", number -> number)
                    .time("ts", number -> Numbered.of(number).millis())
                    .label("parity", number -> number % 2 == 0 ? "even" : "odd")
                    .partitionedByMonthOf(number -> Numbered.of(number).millis())
                    .build();

    /** Not a field of the function: every attempt has a new one. */
    private static final AtomicInteger FAILED = new AtomicInteger();

    /** Passes numbers on, slowly, and fails some time after a checkpoint. */
    private static final class Failing extends RichMapFunction<Long, Long>
            implements CheckpointListener {
        private static final long serialVersionUID = 1L;

        private int checkpoints;
        private int sinceCheckpoint;

        @Override
        public Long map(Long number) {
            LockSupport.parkNanos(200_000);
            sinceCheckpoint++;
            int failed = FAILED.get();
            // At another distance from the checkpoint each time; and the job does not end before.
            boolean isDue = checkpoints > 0 && sinceCheckpoint > 30 * failed;
            if (failed < FAILURES && (isDue || number == ROWS - 1)) {
                FAILED.incrementAndGet();
                throw new IllegalStateException("failure " + failed + ", on purpose");
            }
            return number;
        }

        @Override
        public void notifyCheckpointComplete(long checkpoint) {
            checkpoints++;
            sinceCheckpoint = 0;
        }
    }

    @TempDir private Path directory;

    @Test
    void everyRowArrivesOnceAlthoughTheJobFails() throws Exception {
        FAILED.set(0);
        try (EngineTables tables = EngineTables.start(directory.resolve("engine"));
                EmbeddedFlink flink = EmbeddedFlink.start(directory.resolve("flink"), 0, 2)) {
            RealEngine engine = new RealEngine(tables, "failing");
            JobID job = flink.submit(graph(tables.endpoint("failing")));
            assertThat(flink.result(job).get().getSerializedThrowable()).isEmpty();
            assertThat(FAILED.get()).isGreaterThanOrEqualTo(FAILURES);
            assertThat(ExactlyOnceTest.findings(engine, ROWS)).isEmpty();
        }
    }

    private JobGraph graph(ClickHouseEndpoint endpoint) {
        Configuration options = new Configuration();
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        options.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
        options.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(options);
        environment.setParallelism(2);
        environment
                .fromSequence(0, ROWS - 1)
                .map(new Failing())
                .sinkTo(
                        new ClickHouseSink<>(
                                NUMBERS,
                                () -> new HttpInsertGateway(endpoint),
                                new DeliveryOptions(2, Duration.ofMinutes(5))));
        return environment.getStreamGraph().getJobGraph();
    }
}
