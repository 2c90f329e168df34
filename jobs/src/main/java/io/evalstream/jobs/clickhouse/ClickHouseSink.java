package io.evalstream.jobs.clickhouse;

import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.InitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.Serializable;
import java.util.UUID;

/**
 * Writes rows to one table, each exactly once.
 *
 * <p>Rows are collected in batches, the batches become part of a checkpoint, and when the
 * checkpoint is complete they are inserted, under tokens that travel with them. A row is visible
 * after the checkpoint that follows it.
 */
public final class ClickHouseSink<T> implements Sink<T>, SupportsCommitter<InsertBatch> {
    private static final long serialVersionUID = 1L;

    private final ClickHouseTable<T> table;
    private final GatewayFactory gateways;
    private final DeliveryOptions options;

    /** Opens a gateway on the machine where the rows are. */
    @FunctionalInterface
    public interface GatewayFactory extends Serializable {
        InsertGateway open();
    }

    public ClickHouseSink(
            ClickHouseTable<T> table, GatewayFactory gateways, DeliveryOptions options) {
        this.table = table;
        this.gateways = gateways;
        this.options = options;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        String writerId = UUID.randomUUID().toString().replace("-", "");
        return new BatchWriter<>(table, BatchLimits.DEFAULT, writerId, restoredFrom(context));
    }

    @Override
    public Committer<InsertBatch> createCommitter(CommitterInitContext context) {
        return new BatchCommitter(
                gateways.open(), options, restoredFrom(context), context.metricGroup());
    }

    private static long restoredFrom(InitContext context) {
        return context.getRestoredCheckpointId().orElse(InsertBatch.NOT_RESTORED);
    }

    @Override
    public SimpleVersionedSerializer<InsertBatch> getCommittableSerializer() {
        return new InsertBatchSerializer();
    }
}
