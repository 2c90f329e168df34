package io.evalstream.jobs.clickhouse;

import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;

/**
 * Writes rows to one table in batches.
 *
 * <p>A batch leaves when it is full, when it is old, and before every checkpoint. Delivery is at
 * least once; the tables replace rows by their natural key, so that a repeated row changes nothing.
 */
public final class ClickHouseSink<T> implements Sink<T> {
    private static final long serialVersionUID = 1L;

    static final int MAX_ROWS = 50_000;
    static final int MAX_BYTES = 8 << 20;

    private final ClickHouseTable<T> table;
    private final GatewayFactory gateways;
    private final Duration maxAge;

    /** Opens a gateway on the machine where the rows are. */
    @FunctionalInterface
    public interface GatewayFactory extends Serializable {
        InsertGateway open();
    }

    /**
     * @param maxAge how long a row may wait for others, positive
     */
    public ClickHouseSink(ClickHouseTable<T> table, GatewayFactory gateways, Duration maxAge) {
        this.table = table;
        this.gateways = gateways;
        this.maxAge = maxAge;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        Writer<T> writer =
                new Writer<>(
                        table,
                        gateways.open(),
                        context.getProcessingTimeService(),
                        maxAge.toMillis());
        writer.scheduleFlush();
        return writer;
    }

    private static final class Writer<T> implements SinkWriter<T> {

        private final ClickHouseTable<T> table;
        private final InsertGateway gateway;
        private final ProcessingTimeService clock;
        private final long maxAgeMillis;
        private final RowBinaryBuffer buffer = new RowBinaryBuffer();
        private int rows;

        Writer(
                ClickHouseTable<T> table,
                InsertGateway gateway,
                ProcessingTimeService clock,
                long maxAgeMillis) {
            this.table = table;
            this.gateway = gateway;
            this.clock = clock;
            this.maxAgeMillis = maxAgeMillis;
        }

        void scheduleFlush() {
            clock.registerTimer(
                    clock.getCurrentProcessingTime() + maxAgeMillis,
                    time -> {
                        flush(false);
                        scheduleFlush();
                    });
        }

        @Override
        public void write(T row, Context context) throws IOException {
            table.encoder().encode(row, buffer);
            rows++;
            if (rows >= MAX_ROWS || buffer.size() >= MAX_BYTES) {
                flush(false);
            }
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            if (rows == 0) {
                return;
            }
            int count = rows;
            rows = 0;
            gateway.insert(new InsertBatch(table.name(), table.columns(), buffer.drain(), count));
        }

        @Override
        public void close() {
            gateway.close();
        }
    }
}
